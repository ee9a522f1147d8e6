/// Makes one random item of a list, in any spelling that the grammar has.
enum ItemSample {
  static func random(_ field: SampleField, using generator: inout SplitMix64) -> String {
    if field == .day, generator.isOneOf(percent: 30) { return fromTheEnd(using: &generator) }
    if field == .weekday, generator.isOneOf(percent: 35) { return weekdayOfTheMonth(using: &generator) }
    if field != .year, generator.isOneOf(percent: 10) { return hashed(field, using: &generator) }
    func text(_ value: Int) -> String { spelled(value, field, using: &generator) }
    let step = self.step(field, using: &generator)
    var ends = [value(field, using: &generator), value(field, using: &generator)]
    switch Int.random(in: 0..<8, using: &generator) {
    case 0: return "*/\(step)"
    case 1: return "\(text(ends[0]))/\(step)"
    case 2, 3:
      if field == .year { ends.sort() }
      return "\(text(ends[0]))-\(text(ends[1]))" + (generator.isOneOf(percent: 50) ? "/\(step)" : "")
    case 4:
      ends.sort()
      return "\(text(ends[0]))-\(text(ends[1]))"
    default: return text(ends[0])
    }
  }

  /// What every cron library knows: values, names, ascending ranges and steps.
  static func plain(_ field: SampleField, using generator: inout SplitMix64) -> String {
    let first = Int.random(in: field.lowest...field.highest - 1, using: &generator)
    let last = Int.random(in: first + 1...field.highest, using: &generator)
    let step = Int.random(in: 1...max(1, (last - first) / 2), using: &generator)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0, 1: return "*/\(Int.random(in: 2...max(2, field.highest / 2), using: &generator))"
    case 2: return "\(first)-\(last)/\(step)"
    case 3: return "\(first)/\(step)"
    case 4, 5: return "\(first)-\(last)"
    default: return spelled(last, field, using: &generator)
    }
  }

  /// `15W`, `W15`.
  static func nearestWorkday(using generator: inout SplitMix64) -> String {
    let day = spelled(value(.day, using: &generator), .day, using: &generator)
    return generator.isOneOf(percent: 70) ? day + generator.pick(["W", "W", "w"]) : "W" + day
  }
}

extension ItemSample {
  /// `L`, `L-3`, `LW`, `L-3W`, `20-L/2`.
  private static func fromTheEnd(using generator: inout SplitMix64) -> String {
    let before = Int.random(in: 0...30, using: &generator)
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return generator.pick(["L", "l"])
    case 1: return "L-\(before)"
    case 2: return generator.pick(["LW", "lw", "Lw"])
    case 3: return "L-\(before)W"
    case 4: return "\(before + 1)-L"
    default: return "\(before + 1)-L/\(step(.day, using: &generator))"
    }
  }

  /// `5L`, `L5`, `FRI#L`, `1#2`, `MON-FRI#1`.
  private static func weekdayOfTheMonth(using generator: inout SplitMix64) -> String {
    let day = spelled(value(.weekday, using: &generator), .weekday, using: &generator)
    let nth = generator.pick(["1", "2", "3", "4", "5", "L", "l"])
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: return day + generator.pick(["L", "l"])
    case 1: return "L" + day
    case 2: return "\(day)-\(spelled(value(.weekday, using: &generator), .weekday, using: &generator))#\(nth)"
    default: return "\(day)#\(nth)"
    }
  }

  /// `H`, `H/5`, `H(0-29)`, `H(0-29)/10`.
  private static func hashed(_ field: SampleField, using generator: inout SplitMix64) -> String {
    let ends = [value(field, using: &generator), value(field, using: &generator)].sorted()
    let span = generator.isOneOf(percent: 50) ? "(\(ends[0])-\(ends[1]))" : ""
    return generator.pick(["H", "H", "h"]) + span + (generator.isOneOf(percent: 50) ? "/\(step(field, using: &generator))" : "")
  }

  /// Years near those that the scanners look at; every other field in full, with 7 for Sunday.
  private static func value(_ field: SampleField, using generator: inout SplitMix64) -> Int {
    switch field {
    case .year:
      generator.isOneOf(percent: 80) ? .random(in: 2_015...2_045, using: &generator) : .random(in: 1_970...2_199, using: &generator)
    case .weekday: .random(in: 0...7, using: &generator)
    default: .random(in: field.lowest...field.highest, using: &generator)
    }
  }

  /// Mostly one that leaves several values.
  private static func step(_ field: SampleField, using generator: inout SplitMix64) -> Int {
    if generator.isOneOf(percent: 3) { return .random(in: 1...9_999, using: &generator) }
    return .random(in: 1...(generator.isOneOf(percent: 60) ? 6 : min(60, field.highest + 2)), using: &generator)
  }

  /// A number, at times with leading zeros, or a name in any case.
  private static func spelled(_ value: Int, _ field: SampleField, using generator: inout SplitMix64) -> String {
    let names = field.names
    if !names.isEmpty, generator.isOneOf(percent: 40) {
      let name = names[(value - field.lowest) % names.count]
      return generator.pick([name, name.lowercased(), name.prefix(1) + name.dropFirst().lowercased()])
    }
    let digits = String(value)
    guard generator.isOneOf(percent: 15) else { return digits }
    return String(repeating: "0", count: .random(in: 0...4 - digits.count, using: &generator)) + digits
  }
}
