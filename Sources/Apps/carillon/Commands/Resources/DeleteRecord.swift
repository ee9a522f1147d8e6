import ArgumentParser
import ControlMessages

struct DeleteRecord<Kind: ResourceKind>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "delete", abstract: "Delete \(Kind.resource.oneOfThem), for good.",
      discussion: "It asks first, unless --yes is given. Example: carillon \(Kind.path) delete \(Kind.sample) --yes")
  }

  @Argument(help: ArgumentHelp("Its whole \(Kind.words).", valueName: Kind.placeholder))
  var reference: String

  @Flag(help: "Do not ask.")
  var yes = false

  @OptionGroup var options: RecordOptions<Kind>

  func run() async throws {
    guard yes || Confirmation.isPossible else {
      throw ControlProblem(.badRequest, "nobody can be asked whether the \(Kind.resource.noun) may be deleted: add --yes")
    }
    let operations = try await options.operations()
    let row = try await operations.exactly(reference)
    guard yes || Confirmation.given(to: "Delete \(Kind.resource.noun) \(row.description)?") else {
      writeError("nothing was deleted\n")
      throw ExitStatus.failed
    }
    try await operations.delete(row)
    if options.json { return writeOutput(try jsonText(options.shown(row.json))) }
    writeOutput("\(Kind.resource.noun) \(row.description) is deleted".printable + "\n")
  }
}
