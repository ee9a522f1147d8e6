import ArgumentParser

struct JFrogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jfrog",
    abstract: "Show and change what JFrog ML keeps.",
    discussion: """
      It asks the server itself; no daemon is needed. Which server, and as whom: the jfrog section of the configuration.
      Example: carillon jfrog model-versions list --of churn --status production
      """,
    subcommands: JFrogKinds.commands)
}
