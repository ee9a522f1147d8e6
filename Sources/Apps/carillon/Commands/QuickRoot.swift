import ArgumentParser

/// The program with one of its commands alone.
///
/// argument-parser looks at every command that there is before it runs one: with the hundred and more of `zenml` and `jfrog` that was a
/// quarter of what `carillon version` took (measured 2026-11-21).
struct QuickRoot: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let whole = Carillon.configuration
    let wanted = CommandLine.arguments.dropFirst().first.flatMap(command)
    return CommandConfiguration(
      commandName: whole.commandName, abstract: whole.abstract, discussion: whole.discussion, version: whole.version,
      subcommands: wanted.map { [$0] } ?? whole.subcommands)
  }

  /// Whether the words name a command, so that no other is needed to understand them.
  static func suffices(for arguments: [String]) -> Bool { arguments.first.flatMap(command) != nil }

  private static func command(_ word: String) -> (any ParsableCommand.Type)? {
    if word.hasPrefix("-") { return nil }
    return Carillon.configuration.subcommands.first { name(of: $0) == word }
  }

  /// As argument-parser names a command, which asks the runtime for a description of each type: 16 % of what `status` took.
  private static func name(of command: any ParsableCommand.Type) -> String {
    if let name = command.configuration.commandName { return name }
    var name = ""
    for character in _typeName(command, qualified: false) {
      if character.isUppercase, !name.isEmpty { name += "-" }
      name += character.lowercased()
    }
    return name
  }
}
