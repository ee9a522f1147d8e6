import ArgumentParser
import ControlAPI
import ControlMessages

struct Edit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Change a local schedule in an editor, or by a file.",
    discussion: """
      Opens the definition as it was written in $VISUAL, $EDITOR or vi, and sends it back when it has changed, unless somebody else \
      was faster. What the daemon refuses is kept in a file, which is named.
      Examples: carillon edit nightly
                carillon edit nightly --file nightly.yaml
      """)

  @Argument(help: ArgumentHelp("The schedule's name or id.", valueName: "name|id"))
  var schedule: String

  @Option(help: ArgumentHelp("Take the new definition from here instead; - is standard input.", valueName: "file|-"))
  var file: String?

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    let operations = try daemon.operations()
    let text = try file.map(DefinitionFile.read)
    let present = try await operations.definition(schedule, by: nil)
    let expected = EntityTags.tags([present.etag])
    let changed: ScheduleItem
    if let text {
      changed = try await operations.updateSchedule(present.id, text, expected: expected, by: nil).item
    } else {
      guard let item = try await edited(present, expected, operations) else { return writeError("nothing was changed\n") }
      changed = item
    }
    try daemon.show(changed) { ScheduleDetails(schedule: changed, moments: $0).text }
  }

  /// Nil when the text was left as it was.
  private func edited(
    _ present: DefinitionMessage, _ expected: EntityTags, _ operations: any ControlOperations
  ) async throws -> ScheduleItem? {
    let draft = try DefinitionDraft(present.text)
    let text = try draft.edited()
    guard text != present.text else {
      draft.discard()
      return nil
    }
    do throws(ControlProblem) {
      let item = try await operations.updateSchedule(present.id, text, expected: expected, by: nil).item
      draft.discard()
      return item
    } catch {
      var problem = error
      problem.message += "\nWhat you wrote is in \(draft.path): 'carillon edit \(schedule) --file \(draft.path)' sends it again."
      throw problem
    }
  }
}
