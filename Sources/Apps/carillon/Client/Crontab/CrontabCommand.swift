/// What an entry of a crontab starts, as cron would: `SHELL -c …`, with what follows the first `%` as its standard input.
struct CrontabCommand: Equatable {
  static let usualShell = "/bin/sh"

  let shell: String
  let script: String
  /// Nil: none.
  let input: String?

  /// - Parameter text: with its `%`, of which the first begins the input and the others are line breaks, unless `\` stands before them.
  init(_ text: String, shell: String?) {
    var lines = [""]
    var previous: Character?
    for character in text {
      if character == "%", previous == "\\" {
        lines[lines.count - 1].removeLast()
        lines[lines.count - 1].append("%")
      } else if character == "%" {
        lines.append("")
      } else {
        lines[lines.count - 1].append(character)
      }
      previous = character
    }
    self.shell = shell ?? Self.usualShell
    script = lines[0]
    input = lines.count > 1 ? lines.dropFirst().joined(separator: "\n") : nil
  }

  /// Whether it ends in `&`: the shell ends at once, and what it has started goes on without it.
  var leavesWorkBehind: Bool {
    let end = script.reversed().drop { $0.isWhitespace || $0 == ")" }
    return end.first == "&" && end.dropFirst().first != "&"
  }

  private static let likeBourne: Set<String> = ["sh", "dash", "bash", "ksh", "mksh", "zsh"]

  /// Nil when this shell cannot be told to read an input that stands in its script.
  var argv: [String]? {
    guard let input else { return [shell, "-c", script] }
    guard Self.likeBourne.contains(String(shell.split(separator: "/").last ?? "")) else { return nil }
    var mark = "STANDARD_INPUT"
    while input.split(separator: "\n").contains(where: { $0 == mark }) { mark += "_" }
    return [shell, "-c", "exec <<'\(mark)'\n\(input)\n\(mark)\n\(script)"]
  }
}
