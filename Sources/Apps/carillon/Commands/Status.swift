import ArgumentParser
import ControlAPI
import ControlMessages

struct Status: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how the daemon is and what needs attention.",
    discussion: "Status 1 when its health is red: Carillon itself cannot keep its promise. Example: carillon status --json")

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let status = try await daemon.operations().status()
    try daemon.show(status) { StatusText(status: status, moments: $0, screen: .ofOutput).text }
    if status.health == .red { throw ExitStatus.failed }
  }
}
