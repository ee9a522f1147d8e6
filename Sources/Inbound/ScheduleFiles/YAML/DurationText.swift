import CivilTime

/// Durations as people write them in files: `10s`, `5m`, `1h30m`, `500ms`, `2d`, or ISO 8601 (`PT1H30M`).
package enum DurationText {
  private static let units: [(name: String, milliseconds: Int64)] = [
    ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
  ]
  /// Nine digits of any unit are far from what an `Int64` of milliseconds holds.
  private static let digitLimit = 9

  /// Nil when the text is no duration. Units come from long to short, each once; whole numbers without signs.
  package static func duration(_ text: String) -> Duration? {
    if text.first == "P" || text.first == "p" { return try? Duration(iso8601: text.uppercased()) }
    var (rest, total, lastUnit) = (Substring(text), Int64(0), -1)
    repeat {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      let name = rest.dropFirst(digits.count).prefix { $0.isLetter }
      guard digits.count <= digitLimit, let number = Int64(digits),
        let unit = units.firstIndex(where: { $0.name == name }), unit > lastUnit
      else { return nil }
      total += units[unit].milliseconds * number
      (lastUnit, rest) = (unit, rest.dropFirst(digits.count + name.count))
    } while !rest.isEmpty
    return .milliseconds(total)
  }

  /// `1h30m`; `0s` for nothing. Less than a millisecond is cut.
  static func text(_ duration: Duration) -> String {
    var (rest, text) = (duration.microseconds / 1_000, "")
    for unit in units where rest >= unit.milliseconds {
      text += "\(rest / unit.milliseconds)\(unit.name)"
      rest %= unit.milliseconds
    }
    return text.isEmpty ? "0s" : text
  }
}
