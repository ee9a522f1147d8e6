import ArgumentParser
import ControlAPI
import ControlMessages

struct List: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show every schedule with its state and when it is due next.",
    discussion: "Example: carillon list --json")

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let schedules = try await daemon.operations().schedules()
    try daemon.show(ItemList(items: schedules)) { ScheduleTable(schedules: schedules, moments: $0, screen: .ofOutput).text }
  }
}
