import ControlMessages

/// One thing that a doctor has looked at.
struct Finding: Codable, Sendable, Equatable {
  enum Level: String, Codable, Sendable, CaseIterable, Comparable {
    case ok, warn, fail

    static func < (a: Level, b: Level) -> Bool { allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)! }
  }

  /// `clock`, `zones`, `configuration` … : what is looked at, for programs too.
  enum Area: String, Codable, Sendable { case clock, zones, configuration, files, state, disk, store, server, targets, unit, daemon }

  var level: Level
  var area: Area
  var sentence: String
  /// What to do; null when all is well.
  @ExplicitNull var advice: String?

  static func ok(_ area: Area, _ sentence: String) -> Finding { Finding(level: .ok, area: area, sentence: sentence, advice: nil) }

  static func warn(_ area: Area, _ sentence: String, do advice: String) -> Finding {
    Finding(level: .warn, area: area, sentence: sentence, advice: advice)
  }

  static func fail(_ area: Area, _ sentence: String, do advice: String) -> Finding {
    Finding(level: .fail, area: area, sentence: sentence, advice: advice)
  }
}

/// All that a doctor has found, for people.
struct DoctorText {
  let findings: [Finding]
  let screen: Screen

  private static let areaWidth = 13
  private static let margin = 6 + areaWidth + 2

  var text: String { findings.map(line).joined() + "\n\(summary)\n" }

  private func line(_ finding: Finding) -> String {
    let level = screen.palette.paint(finding.level.rawValue, Self.tone(finding.level))
    let blanks = String(repeating: " ", count: 6 - finding.level.rawValue.count)
    let area = finding.area.rawValue + String(repeating: " ", count: Self.areaWidth + 2 - finding.area.rawValue.count)
    return level + blanks + area + indented(finding.sentence) + (finding.advice.map { advice(indented("-> \($0)")) } ?? "")
  }

  private func advice(_ text: String) -> String { String(repeating: " ", count: Self.margin) + text }

  private func indented(_ text: String) -> String {
    let lines = screen.width.map { text.printable.wrapped(to: $0 - Self.margin) } ?? [text.printable]
    return lines.joined(separator: "\n" + String(repeating: " ", count: Self.margin)) + "\n"
  }

  private static func tone(_ level: Finding.Level) -> Palette.Tone {
    switch level {
    case .ok: .good
    case .warn: .attention
    case .fail: .bad
    }
  }

  private var summary: String {
    let counts = Finding.Level.allCases.map { level in "\(findings.count { $0.level == level }) \(level.rawValue)" }
    return counts.joined(separator: ", ")
  }
}
