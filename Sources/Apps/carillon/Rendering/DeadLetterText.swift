import ControlMessages

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
