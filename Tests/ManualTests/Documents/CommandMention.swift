@testable import carillon_manual

/// `carillon` as a line of shell, or a sentence, calls it.
struct CommandMention {
  /// Behind the program's name.
  let words: [String]

  /// What it names that the program does not have; nil when all of it is there.
  func problem(in program: HelpDump.Command) -> String? {
    var (command, rest) = (program, words[...])
    while let word = rest.first, !Self.isOption(word), let below = command.subcommands, !below.isEmpty {
      // Whoever writes COMMAND means any of them.
      if Self.isPlaceholder(word) { return nil }
      guard let next = below.first(where: { $0.commandName == word || $0.aliases?.contains(word) == true }) else {
        return "there is no command '\(word)' of \(command.commandName)"
      }
      (command, rest) = (next, rest.dropFirst())
    }
    return problem(with: rest, of: command)
  }

  private func problem(with words: ArraySlice<String>, of command: HelpDump.Command) -> String? {
    let arguments = command.arguments ?? []
    let positions = arguments.filter { $0.kind == .positional }
    let most = positions.contains(where: \.isRepeating) ? Int.max : positions.count
    var (rest, values) = (words, 0)
    while let word = rest.popFirst() {
      guard Self.isOption(word) else {
        if word != "…" { values += 1 }
        continue
      }
      let name = word.drop { $0 == "-" }.prefix { $0 != "=" }
      guard let argument = arguments.first(where: { ($0.names ?? []).contains { $0.name == name } }) else {
        return "\(command.commandName) has no option '\(word)'"
      }
      if argument.kind == .option, !word.contains("="), rest.popFirst() == nil {
        return "'\(word)' of \(command.commandName) needs a value"
      }
    }
    return values > most ? "\(command.commandName) takes \(most) values, not \(values)" : nil
  }

  private static func isOption(_ word: String) -> Bool { word.hasPrefix("-") && word != "-" }
  private static func isPlaceholder(_ word: String) -> Bool { word == "…" || word.allSatisfy { $0.isUppercase } }

  // MARK: Finding them

  /// All that a line of shell calls, in pipes too.
  static func all(inShell line: String) -> [CommandMention] {
    commands(of: line).compactMap { words in
      var rest = words.drop { $0 == "$" || $0.contains("=") }
      if rest.first == "sudo" {
        rest = rest.dropFirst()
        if rest.first == "-u" { rest = rest.dropFirst(2) }
      }
      return rest.first == "carillon" ? CommandMention(words: Array(rest.dropFirst())) : nil
    }
  }

  /// As far as documents need it: quotes, comments, brackets around what may be left out, and what stands between two commands.
  private static func commands(of line: String) -> [[String]] {
    var commands: [[String]] = [[]]
    var word: String?
    var quote: Character?
    func end() {
      if let text = word { commands[commands.count - 1].append(text) }
      word = nil
    }
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if "'\"".contains(character) {
        (quote, word) = (character, word ?? "")
      } else if character == "#", word == nil {
        break
      } else if character.isWhitespace || "[]".contains(character) {
        end()
      } else if "|;&<>()".contains(character) {
        // `2>` is where something goes.
        if character == ">", word == "2" { word = nil }
        end()
        commands.append([])
      } else {
        word = (word ?? "") + String(character)
      }
    }
    end()
    return commands
  }
}
