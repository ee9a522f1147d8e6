import ArgumentParser

struct GetRecord<Kind: ResourceKind>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "get", abstract: "Show everything about one \(Kind.resource.noun).",
      discussion: "Status 1 when there is none, or several that begin so. Example: carillon \(Kind.path) get 6c188f67\(Kind.sampleParent)")
  }

  @Argument(help: ArgumentHelp("Its \(Kind.words), or a beginning of it that no other has.", valueName: Kind.placeholder))
  var reference: String

  @OptionGroup var options: RecordOptions<Kind>

  func run() async throws {
    try options.show(try await options.operations().get(reference))
  }
}
