import ArgumentParser

extension String {
  /// As a shell is to be given it among the words that it may complete to; nil for what would not be the same word on its command line.
  ///
  /// Whoever names a schedule does not decide what the shell of somebody who presses TAB runs.
  func candidate(for shell: CompletionShell?) -> String? {
    // One candidate is one line; of a line, fish takes what follows a tab for its description.
    guard !unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return nil }
    switch shell {
    case CompletionShell.bash: return isKeptByReadline ? shellQuoted : nil
    case CompletionShell.zsh: return withoutMeaningInDescribe
    default: return self
    }
  }

  /// bash expands the list of candidates (`compgen -W`), which quotes prevent; readline quotes what it inserts, but lets `$` and `` ` ``
  /// stand, and a `~` at the beginning.
  private var isKeptByReadline: Bool {
    unicodeScalars.first != "~" && !unicodeScalars.contains { $0 == "$" || $0 == "`" }
  }

  /// What follows a colon is a description to zsh's `_describe`; it quotes what it inserts.
  private var withoutMeaningInDescribe: String {
    var text = ""
    for scalar in unicodeScalars {
      if scalar == ":" || scalar == "\\" { text.unicodeScalars.append("\\") }
      text.unicodeScalars.append(scalar)
    }
    return text
  }
}
