import Foundation
import ScheduleFiles
import TestSupport

@testable import carillon

/// A block of YAML in a document, as the file that it is, or is a part of.
struct SampleFile {
  let block: Page.Block

  private static let configurationMark = "# carillon.yaml"

  /// What other programs read.
  var isOurs: Bool { block.note != "for another program" }

  /// What `carillon check` says to it.
  func problems() throws -> [String] {
    let folder = try ScratchDirectory()
    let isConfiguration = block.text.hasPrefix(Self.configurationMark)
    let configuration = isConfiguration ? block.text : Self.configuration
    for name in Self.files(namedBy: configuration) {
      try folder.write("https://secret.example.com\n", to: name)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path(name))
    }
    try folder.write(isConfiguration ? Self.other : schedule, to: "schedules/sample.yaml")
    try folder.write(configuration, to: "carillon.yaml")
    let report = FileCheck(configurations: [folder.path("carillon.yaml")], schedules: [], environment: [:]).report()
    return report.problems.map(\.sentence)
  }

  // MARK: The whole of which it is a part

  private static let other = "name: other\ncron_expression: \"0 4 * * *\"\ntrigger: {kind: command, argv: [/bin/true]}\n"

  /// What schedules of documents name.
  private static let configuration = """
    schedules: [schedules]
    public_url: https://carillon.example.com
    calendars:
      holidays: {dates: [2026-12-25]}
      office-hours: {weekly: [{days: [mon-fri], from: "09:00", to: "17:30"}]}
    alerts:
      sinks:
        ops: {kind: command, argv: [/bin/true]}
        night: {kind: command, argv: [/bin/true]}
    """

  private var schedule: String {
    guard let note = block.note, note.hasPrefix("part of ") else { return block.text }
    let indented = block.lines.map { $0.isEmpty ? "" : "  \($0)\n" }.joined()
    let (name, timing, trigger) = ("name: example\n", "cron_expression: \"0 4 * * *\"\n", "trigger: {kind: command, argv: [/bin/true]}\n")
    switch note.dropFirst("part of ".count) {
    case "schedule":
      let timings = ["cron_expression", "interval_seconds", "run_once_start_time"]
      return (gives(["name"]) ? "" : name) + (gives(timings) ? "" : timing) + (gives(["trigger"]) ? "" : trigger) + block.text
    case "policy": return name + timing + trigger + "policy:\n" + indented
    case "http":
      let url = gives(["url"]) ? "" : "  url: https://jobs.example.com/v1\n"
      return name + timing + "trigger:\n  kind: http\n" + url + indented
    case let kind: return name + timing + "trigger:\n  kind: \(kind)\n" + indented
    }
  }

  private func gives(_ keys: [String]) -> Bool { block.lines.contains { line in keys.contains { line.hasPrefix("\($0):") } } }

  /// `api_key_file: api-key` needs a file.
  private static func files(namedBy text: String) -> [String] {
    text.matches(of: /(?:_file|certificate|key|file): ([A-Za-z][\w.-]*)(?=[\s,}])/).map { String($0.1) }
  }
}
