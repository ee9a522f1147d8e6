/// How far a zone's wall clock is from UTC over some years, found by asking somebody else about one instant after the other.
package struct WallClock: Sendable {
  /// When the offset changes, in seconds since 1970-01-01T00:00:00Z; the first one is the beginning.
  package let starts: [Int64]
  /// Seconds to add to UTC, one for each of `starts`. Whole minutes.
  private let offsets: [Int]

  /// No zone changes its clock twice within this time.
  private static let samplingDistance: Int64 = 6 * 3_600

  /// - Parameters:
  ///   - span: the instants that will be asked about, in seconds.
  ///   - offset: seconds to add to UTC at an instant.
  package init(over span: ClosedRange<Int64>, offset: (Int64) -> Int) {
    var starts = [span.lowerBound]
    var offsets = [offset(span.lowerBound)]
    for sample in stride(from: span.lowerBound, through: span.upperBound, by: Int(Self.samplingDistance)) {
      let found = offset(sample)
      guard found != offsets[offsets.count - 1] else { continue }
      starts.append(Self.firstInstant(with: found, after: sample - Self.samplingDistance, upTo: sample, offset))
      offsets.append(found)
    }
    precondition(offsets.allSatisfy { $0 % 60 == 0 }, "an offset that is not of whole minutes, in \(offsets)")
    (self.starts, self.offsets) = (starts, offsets)
  }

  private static func firstInstant(with offset: Int, after low: Int64, upTo high: Int64, _ ask: (Int64) -> Int) -> Int64 {
    var (low, high) = (low, high)
    while high - low > 1 {
      let middle = (low + high) / 2
      if ask(middle) == offset { high = middle } else { low = middle }
    }
    return high
  }

  /// Where the offset for an instant stands; searched from `index` on, so that walking through time is cheap.
  func index(at seconds: Int64, from index: Int) -> Int {
    var index = index
    while index + 1 < starts.count, starts[index + 1] <= seconds { index += 1 }
    return index
  }

  /// Minutes to add to UTC.
  func offsetMinutes(_ index: Int) -> Int { offsets[index] / 60 }

  /// The changes themselves.
  package var changes: ArraySlice<Int64> { starts.dropFirst() }
}
