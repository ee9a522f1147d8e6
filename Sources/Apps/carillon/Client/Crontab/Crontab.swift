/// A crontab as crontab(5) describes it: what it starts and when, with the comments and the variables that belong to each line.
struct Crontab: Equatable {
  struct Entry: Equatable {
    /// From 1.
    var line: Int
    var text: String
    /// Five fields with one blank between them, or a macro such as `@daily`.
    var timing: String
    /// Of system crontabs: as whom it runs.
    var user: String?
    /// As it is written, with its `%`.
    var command: String
    /// The lines of comment right above it, without `#`.
    var comments: [String]
    /// Every variable set above it.
    var variables: [String: String]
    /// What `CRON_TZ` says; nil where it says nothing.
    var timeZone: String? { variables["CRON_TZ"].flatMap { $0.isEmpty ? nil : $0 } }
  }

  /// A line that is none of all this.
  struct Problem: Equatable {
    var line: Int
    var text: String
    var sentence: String
  }

  private(set) var entries: [Entry] = []
  private(set) var problems: [Problem] = []

  /// - Parameters:
  ///   - bytes: crontabs have no encoding. What is not UTF-8 is repaired in comments; elsewhere it would be another command.
  ///   - hasUsers: `/etc/crontab` and the files of `/etc/cron.d` have a column for the user.
  init(_ bytes: some Sequence<UInt8>, hasUsers: Bool) {
    var (comments, variables): ([String], [String: String]) = ([], [:])
    for (index, bytes) in Array(bytes).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      let text = String(decoding: bytes, as: UTF8.self)
      let line = String(text.drop(while: Self.isBlank)).droppingBlanksAtEnd
      if line.isEmpty {
        comments = []
      } else if line.hasPrefix("#") {
        comments.append(String(line.dropFirst().drop(while: Self.isBlank)))
      } else if String(validating: bytes, as: UTF8.self) == nil {
        // The lines below do not get what an earlier line gave to the variable, and are none of a zone that cannot be told.
        if let (name, value) = Self.variable(line) { variables[name] = name == "CRON_TZ" ? value : nil }
        problems.append(Problem(line: index + 1, text: line, sentence: Self.notUTF8))
        comments = []
      } else if let (name, value) = Self.variable(line) {
        variables[name] = value
        comments = []
      } else {
        read(line, at: index + 1, hasUsers, comments, variables)
        comments = []
      }
    }
  }

  init(_ text: String, hasUsers: Bool) { self.init(text.utf8, hasUsers: hasUsers) }

  /// True when what was read without a column for users seems to have one: every command begins with the name of an account, and goes
  /// on behind it.
  func seemsToHaveUsers(isAccount: (String) -> Bool) -> Bool {
    !entries.isEmpty
      && entries.allSatisfy { entry in
        var rest = Substring(entry.command)
        let first = Self.word(&rest)
        return !rest.isEmpty && isAccount(first)
      }
  }

  private static let notUTF8 =
    "it is not UTF-8, as schedule files are: write it in UTF-8 if nothing depends on its bytes, or put the command into a script"

  private mutating func read(_ line: String, at number: Int, _ hasUsers: Bool, _ comments: [String], _ variables: [String: String]) {
    var rest = Substring(line)
    let fields = (0..<(line.hasPrefix("@") ? 1 : 5)).map { _ in Self.word(&rest) }
    let user = hasUsers ? Self.word(&rest) : nil
    guard fields.allSatisfy({ !$0.isEmpty }), user != "", !rest.isEmpty else {
      let wanted = "\(line.hasPrefix("@") ? "a macro" : "five fields"), \(hasUsers ? "a user and " : "")a command"
      problems.append(Problem(line: number, text: line, sentence: "it is no entry of a crontab: that has \(wanted)"))
      return
    }
    entries.append(
      Entry(
        line: number, text: line, timing: fields.joined(separator: " "), user: user, command: String(rest), comments: comments,
        variables: variables))
  }

  /// The next word; `rest` goes on behind the blanks after it.
  private static func word(_ rest: inout Substring) -> String {
    let word = rest.prefix { !isBlank($0) }
    rest = rest.dropFirst(word.count).drop(while: isBlank)
    return String(word)
  }

  /// `NAME=value`, with blanks around the sign, and quotes around either side, which are taken off.
  private static func variable(_ line: String) -> (name: String, value: String)? {
    guard let sign = line.firstIndex(of: "=") else { return nil }
    let name = line[..<sign].droppingBlanksAtEnd
    guard let first = name.first, first.isLetter || first == "_" || first == "\"" || first == "'" else { return nil }
    let isQuoted = first == "\"" || first == "'"
    guard isQuoted || !name.contains(where: isBlank) else { return nil }
    return (unquoted(name), unquoted(String(line[line.index(after: sign)...].drop(while: isBlank))))
  }

  private static func unquoted(_ text: String) -> String {
    guard text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote else { return text }
    return String(text.dropFirst().dropLast())
  }

  fileprivate static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" || character == "\r" }
}

extension StringProtocol {
  fileprivate var droppingBlanksAtEnd: String {
    var text = String(self)
    while let last = text.last, Crontab.isBlank(last) { text.removeLast() }
    return text
  }
}
