import Scheduling

/// A name for what a crontab starts: a crontab has none, a schedule needs one.
struct CrontabName {
  /// What stands before the program that is meant, or runs it.
  private static let wrappers: Set<String> = [
    "sudo", "nice", "ionice", "chronic", "exec", "command", "env", "time", "timeout", "flock", "cd", "test", "[", "setsid", "nohup", "root",
    "sh", "bash", "dash", "zsh", "python", "python3", "perl", "ruby", "node", "php", "uv", "poetry", "run", "systemd-cat", "true", "sleep",
    "-",
  ]
  private static let longest = 48

  let text: String

  init(command: String) {
    let pieces = command.split { ";&|()\n%".contains($0) }
    let found = pieces.lazy.compactMap(Self.program).first
    text = found ?? pieces.first.flatMap { Self.words($0).first }.flatMap(Self.plain) ?? "job"
  }

  /// The first word that says what is done: no option, no assignment, no number, nothing that runs something else.
  private static func program(_ piece: Substring) -> String? {
    let words = words(piece)
    // `cd /srv/app` and `test -x /usr/sbin/anacron` only prepare.
    if let first = words.first, ["cd", "test", "[", "export", "."].contains(first) { return nil }
    var isLocked = false
    for word in words where !word.hasPrefix("-") && !word.contains("=") && !(word.first?.isNumber ?? true) {
      // The file that is locked stands before what runs.
      if isLocked {
        isLocked = false
        continue
      }
      guard let name = plain(word) else { continue }
      guard wrappers.contains(name) else { return name }
      isLocked = name == "flock"
    }
    return nil
  }

  /// Without where standard input comes from, and where output goes to.
  private static func words(_ piece: Substring) -> [String] {
    var words: [String] = []
    var isFile = false
    for word in piece.replacing(">", with: " > ").replacing("<", with: " < ").split(separator: " ") {
      if word == ">" || word == "<" {
        isFile = true
      } else if isFile {
        isFile = false
      } else {
        words.append(String(word))
      }
    }
    return words
  }

  /// The last part of a path, without an ending of scripts, in letters that a schedule's name may have; never one that commands would take
  /// for an option, a folder or an id.
  private static func plain(_ word: String) -> String? {
    var name = String(word.split(separator: "/").last ?? "").filter { !"\"'`{}$\\".contains($0) }
    for ending in [".sh", ".py", ".pl", ".rb", ".php", ".js"] where name.hasSuffix(ending) && name.count > ending.count {
      name.removeLast(ending.count)
    }
    let letters = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "-" }
    name = String(letters.drop(while: { $0 == "-" || $0 == "." }).prefix(longest))
    if Identifier(name) != nil { name = "job-" + name }
    return name.contains { $0.isLetter } ? name : nil
  }

  /// With a number behind it where it is taken. Names that differ by case alone are one, as their files would be on some disks.
  /// - Parameter isHeld: whether something else has a name already.
  static func unique(_ name: String, taken: inout Set<String>, isHeld: (String) -> Bool = { _ in false }) -> String {
    var (candidate, number) = (name, 1)
    while isHeld(candidate) || !taken.insert(candidate.lowercased()).inserted {
      number += 1
      candidate = "\(name)-\(number)"
    }
    return candidate
  }

  /// True for what `unique` may make of a name.
  static func isMade(_ name: String, of wanted: String) -> Bool {
    guard name.hasPrefix(wanted) else { return false }
    let rest = name.dropFirst(wanted.count)
    return rest.isEmpty || rest.first == "-" && Int(rest.dropFirst()) != nil
  }
}
