import ArgumentParser

struct ZenMLCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "zenml",
    abstract: "Show and change what a ZenML server keeps.",
    discussion: """
      It asks the server itself; no daemon is needed. Which server, and as whom: the server section of the configuration.
      Example: carillon zenml runs list --status failed --created-after 7d
      """,
    subcommands: ZenMLKinds.commands)
}
