import ArgumentParser
import ControlAPI
import ControlMessages

struct Delete: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Delete a local schedule. What runs goes on; the ledger keeps its rows.",
    discussion: """
      It asks first, unless --yes is given. A schedule of a file or of the server is deleted there.
      Example: carillon delete nightly --yes
      """)

  @Argument(help: ArgumentHelp("The schedule's name or id.", valueName: "name|id"))
  var schedule: String

  @Flag(help: "Do not ask.")
  var yes = false

  @OptionGroup var daemon: DaemonOptions

  func run() async throws {
    guard yes || Confirmation.isPossible else {
      throw ControlProblem(.badRequest, "nobody can be asked whether the schedule may be deleted: add --yes")
    }
    let operations = try daemon.operations()
    let present = try await operations.schedule(schedule)
    guard yes || Confirmation.given(to: "Delete \(present.source) schedule \(present.name)?") else {
      writeError("nothing was deleted\n")
      throw ExitStatus.failed
    }
    let expected = present.etag.map { EntityTags.tags([$0]) }
    let deleted = try await operations.deleteSchedule(present.id, expected: present.source == "local" ? expected : nil, by: nil).item
    try daemon.show(deleted) { _ in
      "schedule \(deleted.name) is deleted; 'carillon runs \(deleted.id)' still shows what it did".printable + "\n"
    }
  }
}
