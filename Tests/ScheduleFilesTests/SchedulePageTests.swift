import Foundation
import Scheduling
import TestSupport
import Testing

@testable import ScheduleFiles

/// docs/schedule-files.md, against the readers themselves: asked for a key that nobody knows, they say which they know.
@Suite struct SchedulePageTests {
  /// A document with a hole where the unknown key goes.
  struct Probe: Sendable, CustomTestStringConvertible {
    let what: String
    let text: String
    var testDescription: String { what }

    init(_ what: String, _ text: String) { (self.what, self.text) = (what, text) }

    static func trigger(_ kind: Trigger.Kind) -> Probe {
      Probe("trigger \(kind)", "name: a\ntrigger: {kind: \(kind.rawValue), UNKNOWN: 1}\n")
    }
  }

  private static let probes: [Probe] =
    [
      Probe("a schedule", "name: a\nUNKNOWN: 1\n"),
      Probe("a document with match", "match: {name: a}\nUNKNOWN: 1\n"),
      Probe("match", "match: {UNKNOWN: 1}\n"),
      Probe("policy", "name: a\npolicy: {UNKNOWN: 1}\n"),
      Probe("retry", "name: a\npolicy: {retry: {UNKNOWN: 1}}\n"),
      Probe("overlap", "name: a\npolicy: {overlap: {UNKNOWN: 1}}\n"),
      Probe("calendars", "name: a\npolicy: {calendars: [{UNKNOWN: 1}]}\n"),
      Probe("alerts", "name: a\nalerts: {UNKNOWN: 1}\n"),
      Probe("expect", "name: a\nexpect: {UNKNOWN: 1}\n"),
      Probe("follow", "name: a\ntrigger: {kind: http, follow: {UNKNOWN: 1}}\n"),
      Probe("cancel", "name: a\ntrigger: {kind: http, follow: {cancel: {UNKNOWN: 1}}}\n"),
      Probe("expect of http", "name: a\ntrigger: {kind: http, expect: [{UNKNOWN: 1}]}\n"),
      Probe("tls", "name: a\ntrigger: {kind: http, tls: {UNKNOWN: 1}}\n"),
      Probe("limits", "name: a\ntrigger: {kind: command, limits: {UNKNOWN: 1}}\n"),
    ] + Trigger.Kind.allCases.map(Probe.trigger)

  /// The keys that the readers ask for where the hole is.
  private func keys(_ probe: Probe) throws -> [String] {
    let read = ScheduleText(
      file: "f.yaml", text: probe.text.replacing("UNKNOWN", with: "qqqqqqqqqqqq"), calendars: .none, zoneNamed: zone, allowsCallbacks: true)
    let sentences = read.errors.map(\.message)
    let mark = "unknown key 'qqqqqqqqqqqq'; known are "
    let sentence = try #require(sentences.first { $0.hasPrefix(mark) }, "\(sentences)")
    return sentence.dropFirst(mark.count).split(separator: ", ").map(String.init)
  }

  @Test(arguments: probes) func thePageExplainsEveryKeyThatTheReadersKnow(probe: Probe) async throws {
    let keys = try keys(probe)
    #expect(!keys.isEmpty)
    // The page itself has all but what belongs to one kind of trigger.
    let names = ["schedule-files"] + (probe.what.hasPrefix("trigger ") ? ["triggers"] : [])
    let unexplained = try await onAThreadOfItsOwn {
      let pages = try names.map { try String(contentsOfFile: "\(projectDirectory)/docs/\($0).md", encoding: .utf8) }
      return keys.filter { key in !pages.contains { $0.contains("`\(key)`") } }
    }
    #expect(unexplained == [], "\(probe.what)")
  }
}
