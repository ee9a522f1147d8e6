/// A piece of what a run has written.
package struct RunLogMessage: Codable, Sendable, Equatable {
  package var text: String
  /// Where the next piece begins: `offset` of the next request.
  package var nextOffset: Int
  /// The run has ended, and nothing comes after this piece.
  package var isLast: Bool
  /// Something between the offset that was asked for and this piece is no longer kept.
  package var hasGap: Bool

  enum CodingKeys: String, CodingKey {
    case text
    case nextOffset = "next_offset"
    case isLast = "last"
    case hasGap = "gap"
  }

  package init(text: String, nextOffset: Int, isLast: Bool, hasGap: Bool) {
    self.text = text
    self.nextOffset = nextOffset
    self.isLast = isLast
    self.hasGap = hasGap
  }
}

/// How long one request for a log may wait for something new, in seconds: shorter than a client's time-out.
package enum RunLogWait {
  package static let allowed = 0...25
}

/// Which attempt's log may be asked for: `policy.retry.attempts` allows so many.
package enum RunLogAttempt {
  package static let allowed = 1...100
}
