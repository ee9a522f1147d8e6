/// Ranges and steps.
extension CronAdvisor {
  func itemWarnings(_ item: CronItem, in field: CronField, at range: Range<Int>) -> [CronWarning] {
    if case .range(let first, let last, let step) = item {
      if first == last { return [equalRange(first, in: field, at: range)] }
      if first > last, step > 1 { return [steppedWrap(item, in: field, at: range)] }
    }
    guard let sequence = SteppedSequence(item, in: field) else { return [] }
    if item.isHashed {
      // A step as long as the field is no mistake here: `H/60` is one minute of the hour.
      if sequence.step > field.span.count { return [stepTooLarge(sequence, in: field, at: range)] }
    } else if sequence.first == field.span.upperBound {
      return [startIsMaximum(sequence, in: field, at: range)]
    } else if sequence.step > sequence.distance {
      return [stepTooLarge(sequence, in: field, at: range)]
    }
    return sequence.isUneven ? [unevenStep(sequence, in: field, at: range)] : []
  }

  private func equalRange(_ value: Int, in field: CronField, at range: Range<Int>) -> CronWarning {
    CronWarning(
      .equalRange, field: field, at: range, "a range from \(value) to \(value) is the one value; croniter reads it as the whole field",
      hint: "write \(value), or * for all")
  }

  private func steppedWrap(_ item: CronItem, in field: CronField, at range: Range<Int>) -> CronWarning {
    CronWarning(
      .steppedWrap, field: field, at: range, "the step counts on through the wrap of \(item); croniter begins anew",
      hint: "write the values as a list")
  }

  private func startIsMaximum(_ sequence: SteppedSequence, in field: CronField, at range: Range<Int>) -> CronWarning {
    CronWarning(
      .startIsMaximum, field: field, at: range,
      "it begins at the last \(field.valueNoun), so it is \(sequence.first) alone; croniter 6 reads it as */\(sequence.step)",
      hint: "write \(sequence.first) or */\(sequence.step)")
  }

  private func stepTooLarge(_ sequence: SteppedSequence, in field: CronField, at range: Range<Int>) -> CronWarning {
    CronWarning(
      .stepTooLarge, field: field, at: range, "a step of \(sequence.step) leaves the first value only", hint: "write \(sequence.first)")
  }

  private func unevenStep(_ sequence: SteppedSequence, in field: CronField, at range: Range<Int>) -> CronWarning {
    CronWarning(
      .unevenStep, field: field, at: range,
      "\(field.rawValue) \(sequence.last) is followed by \(sequence.first) after \(sequence.restartDistance), not \(sequence.step)",
      hint: "a step that divides \(field.span.count) has even distances")
  }
}

/// The values of an item with a step, in the order in which they come.
struct SteppedSequence {
  let first: Int
  let step: Int
  /// From the first value to the last one that the item would allow.
  let distance: Int
  /// True when the item covers its field, so that it goes round: `*/7`, `3/7`, `H/7`.
  let coversField: Bool
  private let field: CronField

  /// Nil for an item without a step, and for one that wraps or is a single value.
  init?(_ item: CronItem, in field: CronField) {
    let span = field.span
    switch item {
    case .every(let step) where step > 1: self.init(span.lowerBound, span.upperBound, step: step, coversField: true, in: field)
    case .from(let first, let step): self.init(first, span.upperBound, step: step, coversField: first - span.lowerBound < step, in: field)
    case .throughLastDay(let first, let step) where step > 1:
      self.init(first, span.upperBound, step: step, coversField: false, in: field)
    case .range(let first, let last, let step) where step > 1 && first < last:
      self.init(first, last, step: step, coversField: false, in: field)
    case .hashed(let item):
      guard let step = item.step else { return nil }
      let last = item.range?.upperBound ?? field.hashSpan.upperBound
      self.init(item.chosen, last, step: step, coversField: item.range == nil && field != .dayOfMonth, in: field)
    default: return nil
    }
  }

  private init(_ first: Int, _ last: Int, step: Int, coversField: Bool, in field: CronField) {
    self.first = first
    self.step = step
    self.coversField = coversField
    self.field = field
    distance = last - first
  }

  var last: Int { first + distance / step * step }

  /// From the last value to the first one of the next round.
  var restartDistance: Int { field.span.count - (last - first) }

  /// True when the distances between values are not all the same although the text suggests it. Days of the month, weekdays and years have no
  /// length that a step could divide.
  var isUneven: Bool {
    [.second, .minute, .hour, .month].contains(field) && coversField && restartDistance != step
  }
}
