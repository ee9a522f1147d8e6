extension CommandRuns {
  /// A page of what the command printed, in the order in which it came; empty when there is no more, for now or for ever.
  ///
  /// Ask for the next one from its `end` on. A page ends with a whole UTF-8 character where it can: a torn one is in it only where
  /// there is nothing else. Nothing is kept for a run that never started.
  /// - Parameter position: The first byte wanted, counted from the first that the command printed. If it is kept no more,
  ///   the page starts with the oldest that is.
  package func output(
    of name: String, from position: Int = 0, maximumBytes: Int = CommandOutputPage.bytesMostDefault
  ) throws(CommandRunError) -> CommandOutputPage {
    precondition(position >= 0, "position \(position) is negative")
    precondition(maximumBytes > 0, "maximumBytes \(maximumBytes) is not positive")
    let files = OutputFiles(in: try directory(of: name))
    let page = try files.page(from: position, maximumBytes: maximumBytes)
    let wholePage = page.withoutATornCharacter
    return wholePage.isEmpty ? page : wholePage
  }

  /// Positions of the output that is kept now; empty when there is none.
  package func outputRange(of name: String) throws(CommandRunError) -> Range<Int> {
    try OutputFiles(in: directory(of: name)).range()
  }

  /// The last bytes of what the command printed to stdout and stderr, oldest first; empty when there is nothing.
  ///
  /// For a person to read: invalid UTF-8 is replaced, and a character that the cut goes through is left out.
  package func outputTail(of name: String, maximumBytes: Int) -> String {
    precondition(maximumBytes >= 0, "maximumBytes \(maximumBytes) is negative")
    guard maximumBytes > 0, let kept = try? outputRange(of: name) else { return "" }
    let start = max(kept.lowerBound, kept.upperBound - maximumBytes)
    guard let files = try? OutputFiles(in: directory(of: name)) else { return "" }
    guard let tail = try? files.page(from: start, maximumBytes: kept.upperBound - start) else { return "" }
    let isContinuation = { (byte: UInt8) in byte & 0b1100_0000 == 0b1000_0000 }
    // Only a tail that leaves something out can have been cut; a character has at most three continuation bytes.
    let cut = start == 0 ? 0 : tail.bytes.prefix(3).prefix(while: isContinuation).count
    return String(decoding: tail.bytes[cut...], as: UTF8.self)
  }
}
