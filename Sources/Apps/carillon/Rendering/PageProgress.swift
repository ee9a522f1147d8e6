/// How far the reading of a long list is, on standard error: a line that changes on a terminal, a line for each page elsewhere.
struct PageProgress {
  let isTerminal: Bool
  var write: (String) -> Void
  private var isDrawn = false

  init(isTerminal: Bool, write: @escaping (String) -> Void = writeError(_:)) {
    self.isTerminal = isTerminal
    self.write = write
  }

  mutating func show(_ count: Int, of total: Int?, _ plural: String) {
    let line = "\(count)\(total.map { " of \($0)" } ?? "") \(plural)"
    guard isTerminal else { return write("\(line)\n") }
    // Back to the line's start, and whatever was longer before is erased.
    write("\r\(line)\u{1B}[K")
    isDrawn = true
  }

  /// Leaves nothing of the changing line: the list follows.
  mutating func end() {
    if isDrawn { write("\r\u{1B}[K") }
    isDrawn = false
  }
}
