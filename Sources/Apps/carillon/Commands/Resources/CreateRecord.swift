import ArgumentParser

struct CreateRecord<Kind: ResourceKind>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let resource = Kind.resource
    let note = resource.changeNote.map { "\($0)\n" } ?? ""
    return CommandConfiguration(
      commandName: "create", abstract: "Make \(resource.oneOfThem).",
      discussion: "\(note)Example: carillon \(Kind.path) create \(resource.example)")
  }

  @OptionGroup var body: BodyOptions
  @OptionGroup var options: RecordOptions<Kind>

  func validate() throws {
    // What nobody sees when it is made is of no use to anybody.
    if Kind.resource.isShownOnce, !options.showValues {
      throw ValidationError("the server shows a new \(Kind.resource.noun) this once: add --show-values")
    }
  }

  func run() async throws {
    let members = try body.members()
    let row = try await options.sending(members) { try await $0.create(members) }
    try options.show(row)
    if Kind.resource.ignoresUnknownMembers { AnswerCheck(sent: members, answer: row.json).warn() }
  }
}
