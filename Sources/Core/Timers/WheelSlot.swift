/// What a wheel knows of the timers in one slot.
@usableFromInline struct WheelSlot: Sendable {
  @inlinable static var none: Int32 { -1 }
  @inlinable static var noDeadline: UInt64 { .max }

  @usableFromInline var first: Int32 = none
  @usableFromInline var last: Int32 = none
  /// The earliest deadline in the slot, or an earlier one that was cancelled; `noDeadline` when empty.
  @usableFromInline var earliest: UInt64 = noDeadline
  /// At least so many have the earliest deadline. 0 in a slot that is not empty: `earliest` is only a lower bound.
  @usableFromInline var atEarliest: Int32 = 0
  /// Every timer of the slot stands in its `ranks` as well.
  @usableFromInline var isRanked = false

  @inlinable init() {}

  @inlinable var isEmpty: Bool { first == Self.none }

  /// - Returns: who was the last until now; `none` in an empty slot.
  @inlinable mutating func append(_ index: Int32, deadline: UInt64) -> Int32 {
    let previous = last
    if previous == Self.none { first = index }
    last = index
    note(deadline)
    return previous
  }

  /// Takes out a timer that stands between these two.
  @inlinable mutating func remove(deadline: UInt64, previous: Int32, next: Int32) {
    if previous == Self.none { first = next }
    if next == Self.none { last = previous }
    if deadline == earliest, atEarliest > 0 { atEarliest -= 1 }
  }

  /// Counts a timer among the earliest if it is one.
  @inlinable mutating func note(_ deadline: UInt64) {
    if deadline < earliest {
      (earliest, atEarliest) = (deadline, 1)
    } else if deadline == earliest {
      atEarliest += 1
    }
  }
}
