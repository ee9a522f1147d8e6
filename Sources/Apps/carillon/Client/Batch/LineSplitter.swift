/// Cuts a stream of bytes into lines, without their newlines.
struct LineSplitter {
  /// In bytes. A longer line is given out as soon as it is too long, by at least a byte; what follows it up to the newline is dropped.
  private let longest: Int
  private var pending: [UInt8] = []
  /// Of `pending`, what lies before it has been given out.
  private var start = 0
  private var isDropping = false

  init(longest: Int) {
    self.longest = longest
  }

  mutating func append(_ chunk: ArraySlice<UInt8>) {
    pending.removeFirst(start)
    start = 0
    pending += chunk
  }

  /// The next whole line; nil until more is appended.
  mutating func next() -> [UInt8]? {
    while let newline = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
      let line = start..<newline
      start = newline + 1
      if !isDropping { return Array(pending[line]) }
      isDropping = false
    }
    if isDropping { start = pending.count }
    guard pending.count - start > longest else { return nil }
    isDropping = true
    return takeRest()
  }

  /// What stands behind the last newline; nil when nothing does.
  mutating func last() -> [UInt8]? {
    isDropping || start == pending.count ? nil : takeRest()
  }

  private mutating func takeRest() -> [UInt8] {
    defer { start = pending.count }
    return Array(pending[start...])
  }
}
