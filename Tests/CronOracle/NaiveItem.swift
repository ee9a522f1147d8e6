/// Reads one item of a list in capitals: stars, values, ranges, steps and hashes.
package struct NaiveItem {
  private let field: SampleField
  private let seed: String

  package init(_ field: SampleField, _ seed: String) {
    self.field = field
    self.seed = seed
  }

  package func values(_ text: String) -> [Int] {
    let parts = text.split(separator: "/")
    let step = parts.count > 1 ? Int(parts[1]) : nil
    let base = String(parts[0])
    if base == "*" { return stepping(from: field.lowest, to: field.highest, step ?? 1) }
    if base.hasPrefix("H") { return hashed(String(base.dropFirst()), step) }
    let ends = base.split(separator: "-").map { value(String($0)) }
    if ends.count == 2 { return stepping(from: ends[0], to: ends[1], step ?? 1) }
    let start = field == .weekday ? ends[0] % 7 : ends[0]
    return step.map { stepping(from: start, to: field.highest, $0) } ?? [start]
  }

  /// Walks from one value to the other, round the end of the field if need be, and keeps every `step`-th.
  func stepping(from first: Int, to last: Int, _ step: Int) -> [Int] {
    let isEqual = first == last
    let endsOnSunday = field == .weekday && last == 7
    var value = field == .weekday ? first % 7 : first
    if isEqual { return [value] }
    var kept: [Int] = []
    var walked = 0
    while true {
      if walked % step == 0 { kept.append(value) }
      let isAtEnd = endsOnSunday ? value == 0 && walked > 0 : value == last
      if isAtEnd { return kept }
      value = value == field.highest ? field.lowest : value + 1
      walked += 1
    }
  }

  /// In day of month `L` at the end of a range is the 31st.
  func value(_ text: String) -> Int {
    if text == "L" { return 31 }
    guard let value = number(text) else { preconditionFailure("'\(text)' is not a \(field)") }
    return value
  }

  /// The value of a number or a name; nil for anything else.
  package func number(_ text: String) -> Int? {
    Int(text) ?? field.names.firstIndex(of: text).map { field.lowest + $0 }
  }

  /// - Parameter span: `(a-b)`, or empty.
  private func hashed(_ span: String, _ step: Int?) -> [Int] {
    let ends = span.split { "(-)".contains($0) }.map { value(String($0)) }
    let lowest = ends.first ?? field.lowest
    let highest = ends.last ?? (field == .day ? 28 : field.highest)
    let choices = min(step ?? .max, highest - lowest + 1)
    let chosen = lowest + Int(NaiveHash.hash(seed, field.rawValue) % UInt64(choices))
    let values = step.map { Array(stride(from: chosen, through: highest, by: $0)) } ?? [chosen]
    return field == .weekday ? values.map { $0 % 7 } : values
  }
}

/// FNV-1a with 64 bits, and the last step of Murmur3. Source: the constants of both as published.
private enum NaiveHash {
  static func hash(_ seed: String, _ name: String) -> UInt64 {
    var sum: UInt64 = 14_695_981_039_346_656_037
    for byte in Array(seed.utf8) + [0] + Array(name.utf8) { sum = (sum ^ UInt64(byte)) &* 1_099_511_628_211 }
    for factor in [18_397_679_294_719_823_053, 14_181_476_777_654_086_739] as [UInt64] { sum = (sum ^ (sum >> 33)) &* factor }
    return sum ^ (sum >> 33)
  }
}
