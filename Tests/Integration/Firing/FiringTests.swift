import Foundation
import TestSupport
import Testing

/// Schedules on a real ZenML server, and the runs of real pipelines that they lead to.
@Suite("A Schedule on the server", .timeLimit(.minutes(15)))
struct FiringTests {
  let house: HouseDaemon.House
  var daemon: DaemonProcess { house.daemon }
  var server: ZenMLServer { house.server }

  init() async throws { house = try await HouseDaemon.shared.house() }

  @Test func firesItsPipelineOnceUnderANameThatSaysWhenAndWhich() async throws {
    let (name, due) = (uniqueName("once"), Moment.afterARead())
    let id = try await server.create(
      NewSchedule(
        name: name, once: due, pipeline: server.facts.pipelines["training"],
        orchestrator: server.facts.orchestrators["local"]?.id))

    let row = try await daemon.waitForOutcome("succeeded", of: id)
    #expect(row.due == Moment.text(due))
    #expect(row.fireId == (try await namedUUID(id, "scheduled/\(Moment.text(due))")))
    #expect(row.runName == "\(name)-\(Moment.compact(row.due))-\(row.fireId.prefix(8))")
    #expect(row.kind == "scheduled" && row.count == 1 && row.attempt == 1)
    #expect(try #require(row.latenessMs) >= 0)

    let runs = try await server.runs(namedFrom: name)
    #expect(runs.map(\.name) == [row.runName])
    #expect(runs.map(\.id) == [row.runId])
    #expect(runs.map(\.body.status) == ["completed"])
    #expect(try await daemon.runs(id) == [row])
    #expect(try await daemon.schedule(id)?.state == "ended")
  }

  @Test func isToldTheOutcomeOnTheRunAndOnItself() async throws {
    let name = uniqueName("report")
    let id = try await server.create(
      NewSchedule(
        name: name, interval: 3_600, start: Moment.afterARead(), pipeline: server.facts.pipelines["training"]))
    let row = try await daemon.waitForOutcome("succeeded", of: id)

    let onRun = try await eventually("the run is reported on") {
      try await server.report(onRun: row.runId ?? "")
    } until: {
      $0 != nil
    }
    let onSchedule = try await eventually("the schedule is reported on") {
      try await server.report(onSchedule: id)
    } until: {
      $0 != nil
    }
    let nextDue = Moment.text(try Moment.date(row.due).addingTimeInterval(3_600))
    let expected = ReportLine(
      due: row.due, outcome: "succeeded", reason: nil, runId: row.runId, runName: row.runName, latenessMs: row.latenessMs,
      attempts: 1, nextDue: nextDue, instance: try await daemon.status().instance)
    #expect(onRun == expected)
    #expect(onSchedule == expected)
  }

  @Test func withAnIntervalFiresOnTheGridFromItsStart() async throws {
    let (name, path, start) = (uniqueName("grid"), "/\(uniqueName("grid"))", Moment.afterALook())
    let id = try await server.create(NewSchedule(name: name, interval: 3, start: start))
    try await server.bind(id, to: #"{"trigger": {"kind": "http", "url": "\#(house.target.url(path))"}}"#)
    try await daemon.syncs()

    let dues = try await eventually("it has fired three times") {
      house.target.dues(path)
    } until: {
      $0.count >= 3
    }
    // A busy machine may skip an instant or bring some together: the ledger has each, on the grid from the start.
    let rows = try await daemon.runs(id).sorted { $0.due < $1.due }
    #expect(rows.first?.due == Moment.text(start))
    try expectEachInstantOnce(rows, every: 3)
    #expect(dues == dues.sorted() && Set(dues).isSubset(of: rows.map(\.due)))
    try await server.delete(id)
  }

  @Test func withACronExpressionFiresOnTheMinute() async throws {
    let id = try await server.create(
      NewSchedule(
        name: uniqueName("minutely"), cron: "* * * * *", pipeline: server.facts.pipelines["scoring"]))
    let rows = try await eventually("the run of a minute has succeeded", within: .seconds(240)) {
      try await daemon.runs(id)
    } until: { rows in
      rows.contains { $0.outcome == "succeeded" }
    }
    let row = try #require(rows.first { $0.outcome == "succeeded" })
    #expect(row.due.hasSuffix(":00Z"))
    #expect(try await server.run(row.runId ?? "").body.status == "completed")
    try await server.update(id, ScheduleEdit(active: false))
  }

  @Test func whosePipelineFailsIsFailedAndSaysWhy() async throws {
    let name = uniqueName("failing")
    try daemon.place.writeSchedules(
      ScheduleFile.binding("name: \(name)", trigger: "kind: deployment, parameters: {fail: true}"), to: "\(name).yaml")
    daemon.hangUp()
    let id = try await server.create(
      NewSchedule(
        name: name, once: Moment.afterARead(), pipeline: server.facts.pipelines["training"]))

    let row = try await daemon.waitForOutcome("failed", of: id)
    #expect(row.reason?.contains("asked to fail") == true)
    #expect(try await server.run(row.runId ?? "").body.status == "failed")
    let report = try await eventually("the failure is reported") {
      try await server.report(onSchedule: id)
    } until: {
      $0 != nil
    }
    #expect(report?.outcome == "failed" && report?.reason == row.reason)
    #expect(try await daemon.schedule(id)?.lastOutcome == "failed")
  }

  /// What the UUID of RFC 9562 section 5.5 is, by Python's word.
  private func namedUUID(_ namespace: String, _ name: String) async throws -> String {
    let script = "import sys, uuid; print(uuid.uuid5(uuid.UUID(sys.argv[1]), sys.argv[2]), end='')"
    let run = try ProgramRun(ZenMLFixture.python, ["-c", script, namespace, name])
    #expect(await run.status == 0)
    return run.output
  }
}
