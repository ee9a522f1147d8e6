/// How far the reading of a long list is, on standard error: a line that changes on a terminal, a line for each page elsewhere.
struct PageProgress {
  let isTerminal: Bool
  private var changing: ChangingLine

  init(isTerminal: Bool, write: @escaping (String) -> Void = writeError(_:)) {
    self.isTerminal = isTerminal
    changing = ChangingLine(write: write)
  }

  mutating func show(_ count: Int, of total: Int?, _ plural: String) {
    let line = "\(count)\(total.map { " of \($0)" } ?? "") \(plural)"
    guard isTerminal else { return changing.write("\(line)\n") }
    changing.show(line)
  }

  /// Leaves nothing of the changing line: the list follows.
  mutating func end() { changing.erase() }
}
