import Scheduling

/// Finds what the server has ignored: it takes members that it does not know without a word.
struct AnswerCheck {
  let sent: [String: JSONValue]
  let answer: JSONValue

  /// Members that no answer shows, whatever becomes of them.
  private static let unanswered: Set = ["password", "project"]

  /// The members that the answer says nothing about.
  var ignored: [String] {
    let shown = Set(RecordFields(answer).all.map(\.key))
    return sent.keys.filter { key in !Self.isUnanswered(key) && shown.isDisjoint(with: Self.names(of: key)) }.sorted()
  }

  /// What is sent as an id may be shown as the record that it is of, and the other way round.
  private static func names(of key: String) -> [String] {
    key.hasSuffix("_id") ? [key, String(key.dropLast("_id".count))] : [key, "\(key)_id"]
  }

  func warn() {
    for key in ignored {
      writeError("warning: the answer says nothing about '\(key.printable)': perhaps the server does not know it\n")
    }
  }

  /// `add_tags` shows as `tags`.
  private static func isUnanswered(_ key: String) -> Bool {
    unanswered.contains(key) || key.hasPrefix("add_") || key.hasPrefix("remove_")
  }
}
