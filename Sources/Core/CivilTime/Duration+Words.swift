extension Duration {
  /// As it stands in a sentence: `1 d 2 h`, `1 min 30 s`, `1.5 s`, `250 ms`, `-5 s`, `0 s`; cut to microseconds.
  package var inWords: String {
    let (total, fraction) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
    let sign = microseconds < 0 ? "-" : ""
    if total == 0, fraction > 0, fraction % 1_000 == 0 { return "\(sign)\(fraction / 1_000) ms" }
    let units = [(total / 86_400, "d"), (total / 3_600 % 24, "h"), (total / 60 % 60, "min")]
    var parts = units.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if total % 60 > 0 || fraction > 0 || parts.isEmpty { parts.append("\(total % 60)\(Self.decimals(fraction)) s") }
    return sign + parts.joined(separator: " ")
  }

  private static func decimals(_ microseconds: UInt64) -> String {
    guard microseconds > 0 else { return "" }
    var digits = String(1_000_000 + microseconds).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return ".\(digits)"
  }
}
