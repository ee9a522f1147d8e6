import Exposition

/// One histogram for each key, of which there are few: looking through them is faster than hashing.
package struct KeyedHistograms<Key: Equatable & Sendable>: Sendable {
  package private(set) var entries: [(key: Key, histogram: Histogram)] = []
  private let empty: Histogram

  /// - Parameter key: one that is there from the beginning.
  init(_ empty: Histogram, key: Key? = nil) {
    self.empty = empty
    if let key { entries.append((key, empty)) }
  }

  package subscript(_ key: Key) -> Histogram? { entries.first { $0.key == key }?.histogram }

  mutating func observe(_ value: Double, of key: Key) {
    for index in entries.indices where entries[index].key == key { return entries[index].histogram.observe(value) }
    entries.append((key, empty))
    entries[entries.count - 1].histogram.observe(value)
  }
}
