import CivilTime
import Foundation
import Scheduling
import TestSupport
import Testing

@testable import ScheduleFiles

/// Files as `apply` reads them.
@Suite struct WantedSchedulesTests {
  private func read(_ text: String) throws -> WantedSchedules {
    let folder = try ScratchDirectory()
    try folder.write(text, to: "f.yaml")
    return WantedSchedules(paths: [folder.path("f.yaml")], calendars: [], zoneNamed: { _ in .utc })
  }

  @Test func whatADaemonWouldNotTakeFromTheServerIsTold() throws {
    let wanted = try read(
      """
      name: second
      trigger: {kind: chain, on_success: first, trigger: {kind: http, url: "https://ml.example/"}}
      """)
    let refused = wanted.warningsOfRefusal(by: ServerBindingRules(hosts: ["ml.example"]))
    #expect(
      refused.map(\.message) == [
        "a daemon with this configuration will not take it from the server: "
          + "a chain trigger is not among server_bindings.kinds of the configuration"
      ])
    #expect(refused.map(\.severity) == [.warning])
    #expect(wanted.warningsOfRefusal(by: ServerBindingRules(hosts: ["ml.example"], kinds: [.chain])).isEmpty)
  }

  @Test func whatStandsBesideTheRecordIsTheBinding() throws {
    let wanted = try read(
      """
      name: nightly
      cron_expression: "0 2 * * *"
      time_zone: Europe/Berlin
      trigger: {kind: deployment, deployment: serve, parameters: {lr: 0.1, tag: "3"}}
      policy:
        overlap: allow
      tags: [ml]
      """)
    #expect(wanted.problems.map(\.sentence) == [])
    #expect(
      wanted.schedules.first?.binding
        == [
          "time_zone": "Europe/Berlin", "tags": ["ml"], "policy": ["overlap": "allow"],
          "trigger": ["kind": "deployment", "deployment": "serve", "parameters": ["lr": .number(0.1), "tag": "3"]],
        ])
  }

  @Test(
    arguments: [
      ("catchup: true", ["misfire": "all"]),
      ("catchup: true\npolicy: {overlap: allow}", ["misfire": "all", "overlap": "allow"]),
      ("catchup: false\npolicy: {overlap: allow}", ["overlap": "allow"]),
    ] as [(String, JSONValue)])
  func whatAFileSaysByCatchupIsInTheBinding(line: String, policy: JSONValue) throws {
    let wanted = try read("name: a\ninterval_seconds: 60\n\(line)\ntrigger: {kind: http, url: \"https://ml.example/x\"}\n")
    #expect(wanted.problems.map(\.sentence) == [])
    #expect(wanted.schedules.first?.binding["policy"] == policy)
  }

  @Test func theBindingIsReadAsTheServersOwn() throws {
    let wanted = try read("name: a\ninterval_seconds: 60\ntrigger: {kind: http, url: \"https://ml.example/x\"}\n")
    let binding = try #require(wanted.schedules.first?.appliedBinding)
    let text = String(decoding: try JSONEncoder().encode(binding), as: UTF8.self)
    #expect(try BindingText.parse(text, calendars: .none).trigger == .http(HTTPTrigger(url: "https://ml.example/x")))
  }

  @Test func whereNoFileIsAPruneIsRefused() throws {
    let folder = try ScratchDirectory()
    try folder.write("name: a\ninterval_seconds: 60\ntrigger: {kind: http, url: \"https://ml.example/x\"}\n", to: "full/a.yaml")
    try folder.write("", to: "empty/notes.txt")
    let paths = ["full", "empty", "full/*.yml"].map { folder.path($0) }
    let wanted = WantedSchedules(paths: paths, calendars: [], zoneNamed: { _ in .utc })
    #expect(wanted.problems.map(\.sentence) == [])
    #expect(wanted.problemsOfPruning.map(\.file) == [folder.path("empty"), folder.path("full/*.yml")])
  }

  @Test func oneNameTwiceIsAProblem() throws {
    let document = "name: a\ninterval_seconds: 60\ntrigger: {kind: http, url: \"https://ml.example/x\"}\n"
    let wanted = try read("\(document)---\n\(document)")
    #expect(wanted.problems.map(\.message).first?.contains("is in") == true)
    #expect(wanted.schedules.count == 1)
  }
}
