import ArgumentParser
import Testing

@testable import carillon

/// What every command says about itself.
@Suite struct HelpTests {
  /// Each command with the words that lead to it.
  private static func all(_ command: any ParsableCommand.Type, _ path: [String] = []) -> [(path: String, command: any ParsableCommand.Type)]
  {
    let path = path + [command._commandName]
    return [(path.joined(separator: " "), command)] + command.configuration.subcommands.flatMap { all($0, path) }
  }

  private static let commands = all(Carillon.self)

  @Test func everyCommandHasAnExample() {
    #expect(Self.commands.count > 100)
    for (path, command) in Self.commands where command.configuration.shouldDisplay {
      #expect(command.configuration.discussion.contains("Example"), "\(path)")
      #expect(command.configuration.discussion.contains("carillon"), "\(path): the example is a command line")
    }
  }

  @Test func everyCommandSaysInASentenceWhatItDoes() {
    for (path, command) in Self.commands {
      let abstract = command.configuration.abstract
      #expect(abstract.hasSuffix(".") && abstract.first?.isUppercase == true && abstract.count <= 120, "\(path): \(abstract)")
    }
  }

  @Test(arguments: [
    (["lst"], "there is no command 'carillon lst'; did you mean 'carillon list'? 'carillon --help' shows all"),
    (
      ["store", "verfy"],
      "there is no command 'carillon store verfy'; did you mean 'carillon store verify'? 'carillon store --help' shows all"
    ),
    (["xyzzy"], "there is no command 'carillon xyzzy'; 'carillon --help' shows all"),
    (
      ["zenml", "pipelnes"],
      "there is no command 'carillon zenml pipelnes'; did you mean 'carillon zenml pipelines'? 'carillon zenml --help' shows all"
    ),
  ]) func aWordThatIsNoCommandIsToldWithTheOneThatIsMeant(arguments: [String], sentence: String) {
    #expect(UnknownCommand.found(in: arguments, of: Carillon.self)?.sentence == sentence)
  }

  @Test(arguments: [["list"], ["store", "verify", "x"], ["--help"], ["help"], ["dead-letters", "--limit", "3"], ["runs", "x"]])
  func whatNamesACommandIsNone(arguments: [String]) {
    #expect(UnknownCommand.found(in: arguments, of: Carillon.self) == nil)
  }

  @Test(arguments: ["bash", "zsh", "fish"]) func aShellGetsWhatCompletesTheNamesOfSchedules(shell: String) throws {
    let command = try #require(try Completions.parse([shell]) as Completions?)
    #expect(command.shell.rawValue == shell)
    let script = Carillon.completionScript(for: CompletionShell(rawValue: shell) ?? .bash)
    #expect(script.contains("---completion") && script.contains("carillon"))
  }
}
