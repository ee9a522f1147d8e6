import ArgumentParser
import ControlAPI
import ControlMessages

struct Create: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a local schedule: one that is in no file of the daemon and on no server.",
    discussion: """
      The definition is one document of a schedule file, as YAML or JSON; the daemon keeps it in its store. 'carillon edit' changes \
      it, 'carillon delete' removes it, 'carillon list' shows it with source local. A command, and {{env:…}}, {{file:…}} or \
      {{credential:…}}, need role admin; credentials must be references.
      Examples: carillon create nightly.yaml
                echo '{"name": "ping", "interval_seconds": 60, "trigger": {"kind": "http", "url": "https://jobs.example/ping"}}' \
      | carillon create -
                carillon create nightly.yaml --replace
      """)

  @Argument(help: ArgumentHelp("A file with the definition; - reads it from standard input.", valueName: "file|-"))
  var file: String

  @Flag(help: "Change the local schedule of that name where there is one.")
  var replace = false

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let text = try DefinitionFile.read(file)
    let made = try await send(text, to: try daemon.operations())
    try daemon.show(made) { ScheduleDetails(schedule: made, moments: $0).text }
  }

  private func send(_ text: String, to operations: any ControlOperations) async throws -> ScheduleItem {
    if replace, let name = DefinitionFile.name(in: text) {
      do throws(ControlProblem) {
        return try await operations.updateSchedule(name, text, expected: nil, by: nil).item
      } catch  where error.code == .notFound {
        // There is none to replace.
      }
    }
    return try await operations.createSchedule(text, ifNoneExists: false, by: nil).item
  }
}
