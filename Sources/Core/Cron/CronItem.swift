/// One item of a field's list, as written. Weekday 7 is stored as 0, except at the end of a range.
enum CronItem: Hashable, Sendable {
  /// `*` (step 1) or `*/n`.
  case every(step: Int)
  case value(Int)
  /// `a/n`: from `a` to the field's maximum.
  case from(Int, step: Int)
  /// `a-b` (step 1) or `a-b/n`; wraps when `a` is above `b`.
  case range(Int, Int, step: Int)
  case hashed(HashedItem)
  /// `L` or `L-k`, in day of month.
  case lastDay(offset: Int)
  /// `LW` or `L-kW`: the weekday nearest to `L-k`.
  case lastWorkday(offset: Int)
  /// `nW`.
  case nearestWorkday(Int)
  /// `n-L` or `n-L/s`.
  case throughLastDay(from: Int, step: Int)
  /// `d#k`, `d-d#k`.
  case nthWeekday(first: Int, last: Int, nth: Int)
  /// `dL`, `d#L`, `d-d#L`: the last such weekday of the month.
  case lastWeekday(first: Int, last: Int)
}

/// `H`, with the value chosen for the schedule's seed. Kept in eight bytes, so that the rarest item does not make all items large.
struct HashedItem: Hashable, Sendable {
  private let smallRange: ClosedRange<UInt8>?
  private let smallStep: UInt16?
  private let smallChosen: UInt8

  /// - Parameters:
  ///   - range: values of any field but the year.
  ///   - step: 1...9999.
  init(range: ClosedRange<Int>?, step: Int?, chosen: Int) {
    smallRange = range.map { UInt8($0.lowerBound)...UInt8($0.upperBound) }
    smallStep = step.map { UInt16($0) }
    smallChosen = UInt8(chosen)
  }

  /// As written in `H(a-b)`.
  var range: ClosedRange<Int>? { smallRange.map { Int($0.lowerBound)...Int($0.upperBound) } }
  /// As written in `H/n`.
  var step: Int? { smallStep.map { Int($0) } }
  /// The value, or the first of the stepped values.
  var chosen: Int { Int(smallChosen) }
}

extension CronItem {
  /// True when the days that the item allows depend on the month.
  var dependsOnMonth: Bool {
    switch self {
    case .every, .value, .from, .range, .hashed, .throughLastDay: false
    case .lastDay, .lastWorkday, .nearestWorkday, .nthWeekday, .lastWeekday: true
    }
  }

  /// The values of an item that does not depend on the month, as bits; nil for the others.
  /// - Precondition: the field is not the year.
  func bits(in field: CronField) -> UInt64? {
    let span = field.span
    switch self {
    case .every(let step): return Self.bits(span.lowerBound, span.upperBound, step: step, span: span)
    case .value(let value): return 1 << UInt64(value)
    case .from(let first, let step): return Self.bits(first, span.upperBound, step: step, span: span)
    case .range(let first, let last, let step): return Self.bits(first, last, step: step, span: span)
    case .hashed(let item):
      guard let step = item.step else { return Self.bits(item.chosen, item.chosen, step: 1, span: span) }
      let last = item.range?.upperBound ?? field.hashSpan.upperBound
      return Self.bits(item.chosen, last, step: step, span: span)
    case .throughLastDay(let first, let step): return Self.bits(first, span.upperBound, step: step, span: span)
    case .lastDay, .lastWorkday, .nearestWorkday, .nthWeekday, .lastWeekday: return nil
    }
  }

  /// Every `step`-th value from `first` to `last`; the count goes on through a wrap, so hours `22-4/3` are 22, 1, 4.
  static func bits(_ first: Int, _ last: Int, step: Int, span: ClosedRange<Int>) -> UInt64 {
    // A range that ends on weekday 7 wraps too: it goes on to 0.
    if first > last || last > span.upperBound { return wrappedBits(first, last, step: step, span: span) }
    if step == 1 { return UInt64.max >> UInt64(63 - last) & UInt64.max << UInt64(first) }
    var bits: UInt64 = 0
    for value in stride(from: first, through: last, by: step) { bits |= 1 << UInt64(value) }
    return bits
  }

  private static func wrappedBits(_ first: Int, _ last: Int, step: Int, span: ClosedRange<Int>) -> UInt64 {
    let distance = last >= first ? last - first : last - first + span.count
    var bits: UInt64 = 0
    for passed in stride(from: 0, through: distance, by: step) {
      bits |= 1 << UInt64(span.lowerBound + (first - span.lowerBound + passed) % span.count)
    }
    return bits
  }
}
