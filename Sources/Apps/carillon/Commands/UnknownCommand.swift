import ArgumentParser
import ScheduleFiles

/// A word that stands where a command's name belongs, and is none.
struct UnknownCommand: Equatable {
  let word: String
  /// `carillon store`.
  let parent: String
  /// What may be meant.
  let suggestion: String?

  /// Nil when the words do name a command, or something else is wrong with them.
  static func found(in arguments: [String], of root: any ParsableCommand.Type) -> UnknownCommand? {
    var subcommands = root.configuration.subcommands
    var path = root._commandName
    for word in arguments {
      if subcommands.isEmpty || word.hasPrefix("-") || word == "help" { return nil }
      guard let next = subcommands.first(where: { names(of: $0).contains(word) }) else {
        let known = subcommands.flatMap { names(of: $0) }
        return UnknownCommand(word: word, parent: path, suggestion: Suggestion.nearest(to: word, among: known))
      }
      subcommands = next.configuration.subcommands
      path += " \(word)"
    }
    return nil
  }

  /// As it is typed, and its other names.
  private static func names(of command: any ParsableCommand.Type) -> [String] {
    [command._commandName] + command.configuration.aliases
  }

  var sentence: String {
    let meant = suggestion.map { "; did you mean '\(parent) \($0)'?" } ?? ";"
    return "there is no command '\(parent) \(word)'\(meant) '\(parent) --help' shows all"
  }
}
