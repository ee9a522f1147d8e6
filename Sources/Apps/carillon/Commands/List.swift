import ArgumentParser
import ControlAPI
import ControlMessages

struct List: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show every schedule with its state and when it is due next.",
    discussion: "Example: carillon list --json")

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let operations = try daemon.operations()
    // Programs get all that is known; a line takes few words, and somebody waits for it.
    if daemon.json { return writeOutput(try jsonText(ItemList(items: await operations.schedules()))) }
    let table = ScheduleTable(schedules: try await summaries(operations), moments: .fromMachineClock(), screen: .ofOutput)
    writeOutput(table.text)
  }

  private func summaries(_ operations: any ControlOperations) async throws -> [ScheduleSummary] {
    do throws(ControlProblem) {
      return try await operations.summaries()
    } catch {
      // An older daemon has only the whole.
      guard error.code == .notFound else { throw error }
      return try await operations.schedules().map(ScheduleSummary.init)
    }
  }
}
