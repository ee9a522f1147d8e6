/// A piece of what a run has written.
package struct RunLogMessage: Codable, Sendable, Equatable {
  package var text: String
  /// Where the next piece begins: `offset` of the next request.
  package var nextOffset: Int
  /// Nothing comes after this piece: the attempt that was asked for has ended, or, where none was named, the fire.
  package var isLast: Bool
  /// Something between the offset that was asked for and this piece is no longer kept.
  package var hasGap: Bool
  /// Whose piece it is. An offset counts within one attempt: with another one here than before, begin anew at 0.
  package var attempt: Int?
  /// With the last piece: so many bytes of what was written could not be kept when they came; nil for none.
  package var lostBytes: Int?

  enum CodingKeys: String, CodingKey {
    case text
    case nextOffset = "next_offset"
    case isLast = "last"
    case hasGap = "gap"
    case attempt
    case lostBytes = "lost_bytes"
  }

  package init(text: String, nextOffset: Int, isLast: Bool, hasGap: Bool, attempt: Int? = nil, lostBytes: Int? = nil) {
    self.text = text
    self.nextOffset = nextOffset
    self.isLast = isLast
    self.hasGap = hasGap
    self.attempt = attempt
    self.lostBytes = lostBytes
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
