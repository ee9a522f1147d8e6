import CivilTime

/// Fires in ascending order, computed one by one as they are asked for.
public struct CronFires: Sequence, IteratorProtocol, Sendable {
  private let expression: CronExpression
  /// The next fire lies strictly after it.
  private var position: Instant
  /// Exclusive; nil when there is no end.
  private let end: Instant?

  init(of expression: CronExpression, after position: Instant, end: Instant?) {
    self.expression = expression
    self.position = position
    self.end = end
  }

  /// The next fire; nil at the end of the range, or when the expression never fires again.
  public mutating func next() -> Instant? {
    guard let fire = expression.next(after: position) else { return nil }
    if let end, fire >= end { return nil }
    position = fire
    return fire
  }
}

extension CronExpression {
  /// Every fire strictly after `instant`, ascending; without end unless the years are listed.
  public func fires(after instant: Instant) -> CronFires {
    CronFires(of: self, after: instant, end: nil)
  }

  /// Every fire within the range: its lower bound counts, its upper bound does not.
  public func fires(in range: Range<Instant>) -> CronFires {
    // Fires are whole seconds, so nothing lies between the microsecond before the bound and the bound.
    let before = Instant(microsecondsSinceEpoch: range.lowerBound.microsecondsSinceEpoch - (range.lowerBound == .distantPast ? 0 : 1))
    return CronFires(of: self, after: before, end: range.upperBound)
  }
}
