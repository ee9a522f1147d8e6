import ArgumentParser
import ControlAPI
import ControlMessages

struct AlertsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "alerts", abstract: "Show what people were told and is not over, and test whether alerts arrive.",
    discussion: "Example: carillon alerts test ops", subcommands: [Listing.self, Test.self], defaultSubcommand: Listing.self)

  struct Listing: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Show the open alerts, oldest first, and how their sinks are.",
      discussion: "Example: carillon alerts list --json")

    @OptionGroup var daemon: DaemonOptions

    func run() async throws {
      let alerts = try await daemon.operations().alerts()
      try daemon.show(alerts) { AlertsText(alerts: alerts, moments: $0, width: TerminalWidth.ofOutput).text }
    }
  }

  struct Test: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Send a test alert, and say what came back.",
      discussion: "To one sink, or to all. Status 1 when one does not take it. Example: carillon alerts test ops")

    @Argument(help: ArgumentHelp("The sink's name; all without one.", valueName: "sink"))
    var sink: String?

    @OptionGroup var daemon: DaemonOptions

    func run() async throws {
      let message = try await daemon.operations().testAlerts(AlertTestRequest(sink: sink))
      try daemon.show(message) { _ in AlertTestText(message: message).text }
      if message.answers.contains(where: { !$0.isTaken }) { throw ExitStatus.failed }
    }
  }
}
