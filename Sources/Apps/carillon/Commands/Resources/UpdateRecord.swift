import ArgumentParser

struct UpdateRecord<Kind: ResourceKind>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let resource = Kind.resource
    let note = resource.changeNote.map { "\($0)\n" } ?? ""
    return CommandConfiguration(
      commandName: "update", abstract: "Change \(resource.oneOfThem): what is not named stays as it is.",
      discussion: "\(note)Example: carillon \(Kind.path) update \(Kind.sample) \(resource.changeExample)")
  }

  @Argument(help: ArgumentHelp("Its whole \(Kind.words).", valueName: Kind.placeholder))
  var reference: String

  @OptionGroup var body: BodyOptions
  @OptionGroup var options: RecordOptions<Kind>

  func run() async throws {
    let members = try body.members()
    let row = try await options.sending(members) { try await $0.update(reference, members) }
    try options.show(row)
    if Kind.resource.ignoresUnknownMembers { AnswerCheck(sent: members, answer: row.json).warn() }
  }
}
