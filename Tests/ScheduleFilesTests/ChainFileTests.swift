import Foundation
import Scheduling
import TestSupport
import Testing

@testable import ScheduleFiles

/// Schedules of files that follow others.
@Suite struct ChainFileTests {
  private let head = "name: train\ninterval_seconds: 60\ntrigger: {kind: http, url: \"https://ml.example/x\"}\n---\n"

  private func catalog(_ text: String) throws -> FileCatalog {
    let folder = try ScratchDirectory()
    try folder.write(text, to: "f.yaml")
    var reader = ScheduleFileReader(paths: [folder.path("f.yaml")], calendars: [], zoneNamed: { _ in nil })
    return reader.read()
  }

  private func messages(_ text: String) throws -> [String] { try catalog(text).problems.map(\.message) }

  private func follower(_ name: String, after: String, more: String = "") -> String {
    "name: \(name)\ntrigger: {kind: chain, on_success: \(after), trigger: {kind: http, url: \"https://ml.example/y\"}}\n\(more)"
  }

  @Test func aChainNeedsNoTiming() throws {
    let catalog = try catalog(head + follower("evaluate", after: "train"))
    #expect(catalog.problems.map(\.message) == [])
    #expect(
      catalog.schedules.last?.trigger
        == .chain(ChainTrigger(after: "train", .success, action: .http(HTTPTrigger(url: "https://ml.example/y")))))
  }

  @Test func aTimingBesideAChainIsRefused() throws {
    #expect(
      try messages(head + follower("evaluate", after: "train", more: "cron_expression: \"0 2 * * *\"\n"))
        == ["cron_expression: a schedule that follows another one has no timing of its own; remove one of the two"])
  }

  @Test func aCircleIsNamed() throws {
    #expect(
      try messages(follower("a", after: "b") + "---\n" + follower("b", after: "a"))
        == ["schedule 'b': it follows itself: b after a after b"])
  }

  @Test func aChainFollowsExactlyOne() throws {
    let text = "name: a\ntrigger: {kind: chain, on_success: x, on_failure: y, trigger: {kind: http, url: \"https://ml.example/y\"}}\n"
    #expect(try messages(text) == ["a chain trigger needs exactly one of on_success, on_failure, on_any: the schedule that it follows"])
  }

  @Test func aChainDoesSomething() throws {
    #expect(try messages("name: a\ntrigger: {kind: chain, on_any: x}\n") == ["a chain trigger needs trigger: what is done then"])
  }

  @Test func aChainOfAChainIsRefused() throws {
    let inner = "{kind: chain, on_any: y, trigger: {kind: http, url: \"https://ml.example/y\"}}"
    #expect(
      try messages("name: a\ntrigger: {kind: chain, on_any: x, trigger: \(inner)}\n")
        == ["the trigger of a chain is something to do, not another chain; let a third schedule follow this one"])
  }
}
