import ArgumentParser
import ControlAPI
import ControlMessages

struct Sync: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read the schedules from the ZenML server now.",
    discussion: "Status 1 when the server could not be read. Example: carillon sync")

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let operations = try daemon.operations()
    let sync = try await WaitDisplay(what: "the schedules are read").during { try await operations.sync() }
    try daemon.show(sync) { SyncText(sync: sync, moments: $0, screen: .ofOutput).text }
    if sync.error != nil { throw ExitStatus.failed }
  }
}
