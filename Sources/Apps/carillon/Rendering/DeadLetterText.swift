import ControlMessages

/// The newest dead letters, and whether there are more.
struct DeadLetterList {
  /// As many as `asked` says, where there are so many.
  let found: [RunItem]
  let limit: Int

  /// One more than is shown tells whether there is more.
  static func asked(for limit: Int) -> Int { min(limit + 1, RunListLimit.allowed.upperBound) }

  var letters: [RunItem] { Array(found.prefix(limit)) }

  func text(_ moments: Moments, _ screen: Screen) -> String {
    letters.isEmpty ? "no dead letters\n" : RunTable(runs: letters, moments: moments, screen: screen).text + rest
  }

  private var rest: String {
    if found.count > limit { return "the newest \(limit); --limit shows more\n" }
    return found.count == RunListLimit.allowed.upperBound ? "the newest \(limit); there may be more\n" : ""
  }
}

/// What became of dead letters, one line each.
struct DeadLetterText {
  let message: DeadLetterMessage

  var text: String {
    var lines = message.fires.map { "replayed as " + runLine($0) }
    if message.fires.isEmpty { lines += message.settled.map { "dropped: fire \($0)\n" } }
    lines += message.refused.map { "refused: fire \($0.fireID): \($0.reason.printable)\n" }
    return lines.isEmpty ? "no dead letters\n" : lines.joined()
  }
}
