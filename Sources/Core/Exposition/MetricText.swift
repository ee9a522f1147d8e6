/// Metrics as text. Source: "Exposition formats", text format version 0.0.4, prometheus.io/docs/instrumenting.
package enum MetricText {
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// The families in their order; one without samples is left out.
  package static func of(_ families: [MetricFamily]) -> String {
    var text = ""
    for family in families where !family.samples.isEmpty { append(family, to: &text) }
    return text
  }

  private static func append(_ family: MetricFamily, to text: inout String) {
    text += "# HELP \(family.name) \(escaped(family.help, quotes: false))\n# TYPE \(family.name) \(family.kind.rawValue)\n"
    for sample in family.samples {
      text += family.name
      text += sample.suffix
      append(sample.labels, to: &text)
      text += " "
      text += number(sample.value)
      text += "\n"
    }
  }

  private static func append(_ labels: [MetricLabel], to text: inout String) {
    if labels.isEmpty { return }
    text += "{"
    for (index, label) in labels.enumerated() {
      text += index == 0 ? "" : ","
      text += "\(label.name)=\"\(escaped(label.value, quotes: true))\""
    }
    text += "}"
  }

  /// As Go's `ParseFloat` reads it: the shortest text that gives this value back; whole numbers without a point.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    // 2^53: up to here every whole number is exact.
    guard value.magnitude < 9_007_199_254_740_992, let whole = Int64(exactly: value) else { return value.description }
    return String(whole)
  }

  /// Backslash and line feed everywhere, quotes in label values.
  private static func escaped(_ text: String, quotes: Bool) -> String {
    guard text.utf8.contains(where: { $0 == 0x5C || $0 == 0x0A || $0 == 0x22 }) else { return text }
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": escaped.append(contentsOf: "\\n".unicodeScalars)
      case "\"" where quotes: escaped.append(contentsOf: "\\\"".unicodeScalars)
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
