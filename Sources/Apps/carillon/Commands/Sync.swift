import ArgumentParser
import ControlAPI
import ControlMessages

struct Sync: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read the schedule files, and the schedules of the ZenML server, now.",
    discussion: """
      Status 1 when the server could not be read, or a file is not used as it stands. A match: that fits no schedule is told, and is no \
      error. Example: carillon sync
      """)

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let operations = try daemon.operations()
    let sync = try await WaitDisplay(what: "the schedules are read").during { try await operations.sync() }
    try daemon.show(sync) { SyncText(sync: sync, moments: $0, screen: .ofOutput).text }
    if sync.error != nil || !sync.problems.isEmpty { throw ExitStatus.failed }
  }
}
