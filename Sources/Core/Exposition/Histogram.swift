/// Observations counted by how large they are.
package struct Histogram: Sendable, Equatable {
  /// Upper bounds of the buckets, each inclusive, in ascending order. What is larger than all is counted too.
  package let bounds: [Double]
  /// One for each bound, and one for what is larger than all of them.
  package private(set) var counts: [UInt64]
  package private(set) var sum = 0.0

  package init(bounds: [Double]) {
    precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "the bounds \(bounds) do not ascend")
    self.bounds = bounds
    counts = Array(repeating: 0, count: bounds.count + 1)
  }

  /// A negative value, of a clock that was set back, counts as 0: a sum must never fall.
  /// - Complexity: O(bounds); there are few.
  package mutating func observe(_ value: Double) {
    let value = max(value, 0)
    var index = 0
    while index < bounds.count, value > bounds[index] { index += 1 }
    counts[index] += 1
    sum += value
  }

  package var count: UInt64 { counts.reduce(0, +) }

  /// In the order that the text format asks for: buckets that each hold the ones before, sum, count.
  func samples(_ labels: [MetricLabel]) -> [MetricSample] {
    var total: UInt64 = 0
    var samples = zip(bounds, counts).map { bound, count in
      total += count
      return MetricSample(Double(total), labels + [MetricLabel("le", MetricText.number(bound))], suffix: "_bucket")
    }
    let all = Double(count)
    samples.append(MetricSample(all, labels + [MetricLabel("le", "+Inf")], suffix: "_bucket"))
    samples.append(MetricSample(sum, labels, suffix: "_sum"))
    samples.append(MetricSample(all, labels, suffix: "_count"))
    return samples
  }
}
