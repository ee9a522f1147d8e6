import ControlMessages

/// A line on a terminal that is written again and again.
struct ChangingLine {
  let write: (String) -> Void
  private var isDrawn = false

  init(write: @escaping (String) -> Void = writeError(_:)) { self.write = write }

  mutating func show(_ text: String) {
    // Back to the line's start, and whatever was longer before is erased.
    write("\r\(text)\u{1B}[K")
    isDrawn = true
  }

  /// What was shown last stays.
  mutating func keep() {
    if isDrawn { write("\n") }
    isDrawn = false
  }

  /// Leaves nothing of it.
  mutating func erase() {
    if isDrawn { write("\r\u{1B}[K") }
    isDrawn = false
  }
}

/// `[########......]`: how much of something is done.
enum ProgressBar {
  private static let width = 30

  static func text(_ done: Int, of total: Int) -> String {
    let filled = total == 0 ? width : width * min(done, total) / total
    return "[\(String(repeating: "#", count: filled))\(String(repeating: ".", count: width - filled))]"
  }

  /// Something is done, and nobody knows how much is left: a piece that goes to and fro.
  static func text(step: Int) -> String {
    let (piece, way) = (6, width - 6)
    let place = step % (2 * way) < way ? step % way : way - step % way
    return "[\(String(repeating: ".", count: place))\(String(repeating: "#", count: piece))\(String(repeating: ".", count: way - place))]"
  }
}

/// How far a backfill is, on standard error: a bar that grows on a terminal, a line for each fire elsewhere.
struct ProgressDisplay {
  let isTerminal: Bool
  private var line: ChangingLine

  init(isTerminal: Bool, write: @escaping (String) -> Void = writeError(_:)) {
    self.isTerminal = isTerminal
    line = ChangingLine(write: write)
  }

  /// The bar is there at once: the first fire may take hours.
  mutating func begin(_ total: Int) {
    if isTerminal { draw(0, of: total, failed: "") }
  }

  mutating func show(_ progress: BackfillWait.Progress) {
    let failed = progress.failed == 0 ? "" : ", \(progress.failed) not succeeded"
    guard isTerminal else {
      return line.write("\(progress.done)/\(progress.total)  \(progress.last.due)  \(progress.last.outcome)\(failed)\n".printableLines)
    }
    draw(progress.done, of: progress.total, failed: failed)
  }

  private mutating func draw(_ done: Int, of total: Int, failed: String) {
    line.show("\(ProgressBar.text(done, of: total)) \(done)/\(total)\(failed)")
  }

  mutating func end() { line.keep() }
}
