/// Counts by key, of which there may be only so many: what others choose must not fill the memory, here or in the
/// monitoring system.
package struct CappedCounts<Key: Hashable & Sendable>: Sendable {
  package private(set) var counts: [Key: UInt64] = [:]
  private let cap: Int

  /// - Parameter cap: how many keys are told apart.
  package init(cap: Int) { self.cap = cap }

  /// Adds to `key`, or to `other` when the place for new keys is used up. There have to be few `other` keys: they are not
  /// limited.
  package mutating func add(_ count: UInt64 = 1, to key: Key, orElse other: @autoclosure () -> Key) {
    if let index = counts.index(forKey: key) {
      counts.values[index] += count
    } else {
      counts[counts.count < cap ? key : other(), default: 0] += count
    }
  }
}

/// Names that become label values: the first so many for themselves, all later ones as `other`.
package struct CappedNames: Sendable {
  package static let other = "other"

  private var known: Set<String> = []
  private let cap: Int

  package init(cap: Int) { self.cap = cap }

  package mutating func label(_ name: String) -> String {
    if known.contains(name) { return name }
    guard known.count < cap else { return Self.other }
    known.insert(name)
    return name
  }
}
