/// Puts a field of seconds or minutes into words.
struct UnitWords {
  /// `minute`.
  let unit: String
  /// `hour`: what the unit is counted in.
  let whole: String

  static let seconds = UnitWords(unit: "second", whole: "minute")
  static let minutes = UnitWords(unit: "minute", whole: "hour")

  func words(_ pattern: CronFieldPattern) -> String {
    if pattern.isBareStar { return "every \(unit)" }
    if pattern.items.count == 1 { return words(pattern.items[0], in: pattern.field) }
    let parts = pattern.items.flatMap { listed($0, in: pattern.field) }
    return "at \(EnglishWords.list(parts)) \(unit)s past the \(whole)" + (pattern.isHashed ? " (hashed)" : "")
  }

  private func words(_ item: CronItem, in field: CronField) -> String {
    if let value = item.singleValue(in: field) {
      return item.isHashed
        ? "at \(unit) \(value) (hashed) of every \(whole)" : "at \(EnglishWords.count(value, unit)) past the \(whole)"
    }
    switch item {
    case .range(let first, let last, step: 1): return "\(unit)s \(first) through \(last) past the \(whole)"
    default: return steppedWords(item, in: field) + (item.isHashed ? " (hashed)" : "")
    }
  }

  /// An even step by its length; an uneven one by its values, because "every 7 minutes" would be wrong once an hour.
  private func steppedWords(_ item: CronItem, in field: CronField) -> String {
    guard let sequence = SteppedSequence(item, in: field), sequence.isEvenlyDescribed else {
      let values = EnglishWords.series(CronItem.values(of: item.bits(in: field) ?? 0))
      return "at \(unit)s \(values) of every \(whole)"
    }
    let every = "every \(EnglishWords.count(sequence.step, unit))"
    guard sequence.coversField else {
      return "\(every), \(unit)s \(sequence.first) through \(sequence.first + sequence.distance) past the \(whole)"
    }
    return sequence.first == 0 ? every : "\(every), starting at \(EnglishWords.count(sequence.first, unit)) past the \(whole)"
  }

  private func listed(_ item: CronItem, in field: CronField) -> [String] {
    if case .range(let first, let last, step: 1) = item { return ["\(first) through \(last)"] }
    return CronItem.values(of: item.bits(in: field) ?? 0).map(String.init)
  }
}

extension SteppedSequence {
  /// True when "every n" tells the truth: the values go round evenly, or end exactly where the range ends.
  fileprivate var isEvenlyDescribed: Bool {
    if step > distance { return false }
    return coversField ? !isUneven : distance % step == 0
  }
}

extension CronFieldPattern {
  /// True when a value was chosen by hash.
  var isHashed: Bool { items.contains(where: \.isHashed) }

  /// The values of a field that lists nothing but single ones, as written; nil for any other. Not for years.
  var singleValues: [Int]? {
    let values = items.compactMap { $0.singleValue(in: field) }
    return values.count == items.count ? values : nil
  }
}

extension CronItem {
  var isHashed: Bool {
    if case .hashed = self { true } else { false }
  }

  /// The only value of an item that has one: `5`, `5-5`, `59/15`, `*/60`. Not for years.
  func singleValue(in field: CronField) -> Int? {
    guard let bits = bits(in: field), bits.nonzeroBitCount == 1 else { return nil }
    return bits.trailingZeroBitCount
  }
}
