import ArgumentParser

struct Completions: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what a shell needs to complete commands, options and names of schedules.",
    discussion: """
      Put it where the shell looks for it; it counts in new shells.
      Example: carillon completions bash > ~/.local/share/bash-completion/completions/carillon
      Example: carillon completions zsh > ~/.zfunc/_carillon    # with 'fpath+=~/.zfunc' before compinit in ~/.zshrc
      Example: carillon completions fish > ~/.config/fish/completions/carillon.fish
      """)

  enum Shell: String, CaseIterable, ExpressibleByArgument { case bash, zsh, fish }

  @Argument(help: "Which shell.")
  var shell: Shell

  func run() throws {
    let kind: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    writeOutput(Carillon.completionScript(for: kind) + "\n")
  }
}
