import ArgumentParser

/// What can be done with the records of one kind: `carillon zenml runs …`.
struct ResourceCommand<Kind: ResourceKind>: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let resource = Kind.resource
    return CommandConfiguration(
      commandName: resource.name, abstract: resource.about,
      discussion: "Example: carillon \(resource.server) \(resource.name) list\(Kind.sampleParent)",
      subcommands: resource.verbs.map(command),
      defaultSubcommand: ListRecords<Kind>.self, aliases: resource.aliases)
  }

  private static func command(for verb: Resource.Verb) -> any ParsableCommand.Type {
    switch verb {
    case .list: ListRecords<Kind>.self
    case .get: GetRecord<Kind>.self
    case .create: CreateRecord<Kind>.self
    case .update: UpdateRecord<Kind>.self
    case .delete: DeleteRecord<Kind>.self
    }
  }
}
