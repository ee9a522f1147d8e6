import ArgumentParser
import ControlAPI
import ControlMessages

struct DeadLetters: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dead-letters",
    abstract: "Deal with fires that failed, were lost, rejected, or took too long.",
    discussion: "Example: carillon dead-letters replay --all",
    subcommands: [Listing.self, Replay.self, Drop.self], defaultSubcommand: Listing.self)

  struct Listing: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Show those that nobody has dealt with, newest first.",
      discussion: "Example: carillon dead-letters list --json")

    @Option(help: ArgumentHelp("How many at most, up to \(RunListLimit.allowed.upperBound).", valueName: "count"))
    var limit = RunListLimit.standard

    @OptionGroup var daemon: DaemonOptions

    func validate() throws {
      guard RunListLimit.allowed.contains(limit) else {
        throw ValidationError("--limit \(limit) is not in \(RunListLimit.allowed.lowerBound)…\(RunListLimit.allowed.upperBound)")
      }
    }

    func run() async throws {
      let found = try await daemon.operations().deadLetters(limit: DeadLetterList.asked(for: limit))
      let list = DeadLetterList(found: found, limit: limit)
      try daemon.show(ItemList(items: list.letters)) { list.text($0, .ofOutput) }
    }
  }

  struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Run them again, as manual fires, oldest first.",
      discussion: "Status 1 when one is refused. Example: carillon dead-letters replay --all")

    @OptionGroup var choice: Choice
    @OptionGroup var daemon: DaemonOptions

    func run() async throws {
      let message = try await daemon.operations().replayDeadLetters(choice.request)
      try daemon.show(message) { _ in DeadLetterText(message: message).text }
      if !message.refused.isEmpty { throw ExitStatus.failed }
    }
  }

  struct Drop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take them off the list; the ledger keeps them.",
      discussion: "Status 1 when one is refused. Example: carillon dead-letters drop 0b0ade00")

    @OptionGroup var choice: Choice
    @OptionGroup var daemon: DaemonOptions

    func run() async throws {
      let message = try await daemon.operations().dropDeadLetters(choice.request)
      try daemon.show(message) { _ in DeadLetterText(message: message).text }
      if !message.refused.isEmpty { throw ExitStatus.failed }
    }
  }

  /// Which of them are meant.
  struct Choice: ParsableArguments {
    @Argument(help: ArgumentHelp("Their fire ids, or the first eight digits or more of each.", valueName: "fire"))
    var fires: [String] = []

    @Flag(help: "All of them.")
    var all = false

    var request: DeadLetterRequest { DeadLetterRequest(fires: fires, all: all) }

    func validate() throws {
      if all == !fires.isEmpty { throw ValidationError(all ? "fire ids and --all exclude each other" : "give fire ids, or --all") }
    }
  }
}
