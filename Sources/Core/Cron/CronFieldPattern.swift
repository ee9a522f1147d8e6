/// One field as written: its items in their order. Two texts that differ only in spelling have equal patterns.
struct CronFieldPattern: Hashable, Sendable {
  let field: CronField
  let items: CronItems
  /// The prefix `+` of day of week: both day fields must allow the day.
  let hasPlus: Bool

  /// Exactly `*`, `?` or `*/1`.
  var isBareStar: Bool {
    if case .one(.every(step: 1)) = items { true } else { false }
  }

  /// Begins with `*`, or is `H/n`: the field follows the wall clock through clock changes.
  var startsWithStar: Bool {
    if case .every = items[0] { return true }
    if case .one(.hashed(let item)) = items { return item.step != nil && item.range == nil }
    return false
  }

  /// The values of the items that do not depend on the month.
  var bits: UInt64 {
    switch items {
    case .one(let item): item.bits(in: field) ?? 0
    case .many(let items): items.reduce(0) { $0 | ($1.bits(in: field) ?? 0) }
    }
  }
}
