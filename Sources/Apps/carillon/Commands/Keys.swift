import ArgumentParser
import ControlAPI
import ControlMessages
import ScheduleFiles

struct Keys: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make, list, change and take back keys, with which programs and people ask over the network.",
    discussion: "Example: carillon keys create ci --role operator", subcommands: [Listing.self, Create.self, Rotate.self, Revoke.self],
    defaultSubcommand: Listing.self)

  struct Listing: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Show all keys, without the keys themselves.", discussion: "Example: carillon keys list --json")

    @OptionGroup var daemon: DaemonOptions

    func run() async throws {
      let keys = try await daemon.accessOperations().keys()
      try daemon.show(ItemList(items: keys)) { KeyText.table(keys, $0, screen: .ofOutput) }
    }
  }

  struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a key. It is shown once.",
      discussion: """
        A viewer reads; an operator also triggers, pauses, resumes, backfills, cancels and handles dead letters; an admin may do \
        everything.

        Example: carillon keys create ci --role operator --expires 90d
        """)

    @Argument(help: "Whom it is for; the audit log names it.")
    var name: String

    @Option(help: "viewer, operator or admin.")
    var role: Role

    @Option(help: ArgumentHelp("How long it is good; left out: for ever.", valueName: "duration"))
    var expires: DurationArgument?

    @OptionGroup var daemon: DaemonOptions

    func run() async throws {
      let request = KeyRequest(name: name, role: role, expiresInSeconds: expires?.seconds)
      let key = try await daemon.accessOperations().createKey(request)
      try daemon.show(key) { _ in KeyText.new(key) }
    }
  }

  struct Rotate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a new key of that name; the old one is good for a while longer.",
      discussion: "Example: carillon keys rotate ci --grace 1h")

    @Argument(help: "Its name.")
    var name: String

    @Option(help: ArgumentHelp("How long the old key stays good.", valueName: "duration"))
    var grace = DurationArgument(seconds: 3600)

    @OptionGroup var daemon: DaemonOptions

    func run() async throws {
      let key = try await daemon.accessOperations().rotateKey(name, KeyRotation(graceSeconds: grace.seconds))
      try daemon.show(key) { _ in KeyText.new(key) }
    }
  }

  struct Revoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take a key back: from now on it is refused.", discussion: "Example: carillon keys revoke ci")

    @Argument(help: "Its name.")
    var name: String

    @OptionGroup var daemon: DaemonOptions

    func run() async throws {
      let keys = try await daemon.accessOperations().revokeKey(name)
      try daemon.show(ItemList(items: keys)) { _ in "revoked: \(name)\n" }
    }
  }
}

extension Role: ExpressibleByArgument {}

/// A duration on a command line, in whole seconds.
struct DurationArgument: ExpressibleByArgument {
  let seconds: Int

  init(seconds: Int) { self.seconds = seconds }

  init?(argument: String) {
    guard let duration = DurationText.duration(argument) else { return nil }
    seconds = Int(duration.components.seconds)
  }

  var defaultValueDescription: String { "\(seconds / 3600)h" }
}
