/// One field as written: its items in their order.
struct CronFieldPattern: Hashable, Sendable {
  let field: CronField
  let items: [CronItem]
  /// The prefix `+` of day of week: both day fields must allow the day.
  let hasPlus: Bool

  /// Exactly `*`, `?` or `*/1`.
  var isBareStar: Bool { items == [.every(step: 1)] }

  /// Begins with `*`, or is `H/n`: the field follows the wall clock through clock changes.
  var startsWithStar: Bool {
    if case .every = items[0] { return true }
    if items.count == 1, case .hashed(let item) = items[0] { return item.step != nil && item.range == nil }
    return false
  }

  /// The values of the items that do not depend on the month.
  var bits: UInt64 {
    items.reduce(0) { $0 | ($1.bits(in: field) ?? 0) }
  }
}

/// A field as written, and where it stands in the text. Two texts that differ only in spelling have equal patterns.
struct CronFieldSource: Sendable {
  let pattern: CronFieldPattern
  let range: Range<Int>
  /// One for each item.
  let itemRanges: [Range<Int>]
}
