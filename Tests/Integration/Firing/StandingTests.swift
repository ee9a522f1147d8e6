import Foundation
import TestSupport
import Testing

/// Schedules that are not simply fired: each says why.
@Suite("A Schedule that cannot simply be fired", .timeLimit(.minutes(15)))
struct StandingTests {
  let house: HouseDaemon.House
  var daemon: DaemonProcess { house.daemon }
  var server: ZenMLServer { house.server }

  init() async throws { house = try await HouseDaemon.shared.house() }

  @Test func ofAPipelineWithTwoDeploymentsIsUnboundAndListsThem() async throws {
    let id = try await server.create(
      NewSchedule(
        name: uniqueName("two"), once: Moment.afterALook(), pipeline: server.facts.pipelines["ensemble"]))
    let schedule = try await daemon.waitForState("unbound", of: id)
    for name in ["ensemble-blue", "ensemble-green"] { #expect(schedule.reason?.contains(name) == true) }

    let row = try await daemon.waitForOutcome("unbound", of: id)
    #expect(row.reason == schedule.reason && row.runId == nil && row.latenessMs == nil)
  }

  @Test func ofAPipelineWithoutADeploymentIsUnbound() async throws {
    let id = try await server.create(
      NewSchedule(
        name: uniqueName("none"), cron: "0 0 1 1 *", pipeline: server.facts.pipelines["archive"]))
    let schedule = try await daemon.waitForState("unbound", of: id)
    #expect(schedule.reason?.contains("has no deployment") == true)
  }

  @Test(arguments: ["native", "custom"])
  func whoseOrchestratorMayFireItIsFiredOnlyWhenAFileTakesItOver(_ orchestrator: String) async throws {
    let (name, path) = (uniqueName(orchestrator), "/\(uniqueName(orchestrator))")
    let component = try #require(server.facts.orchestrators[orchestrator])
    let id = try await server.create(
      NewSchedule(
        name: name, interval: 2, start: Moment.ahead(1), pipeline: server.facts.pipelines["scoring"],
        orchestrator: component.id))
    let schedule = try await daemon.waitForState("observed", of: id)
    #expect(schedule.reason?.contains(component.flavor) == true && schedule.reason?.contains("take_over") == true)

    let trigger = "kind: http, url: '\(house.target.url(path))'"
    try daemon.place.writeSchedules(ScheduleFile.binding("id: \(id)", trigger: trigger), to: "\(name).yaml")
    try await daemon.syncs()
    #expect(try await daemon.schedule(id)?.state == "observed")
    #expect(try await daemon.runs(id) == [])

    try daemon.place.writeSchedules(ScheduleFile.binding("id: \(id)", trigger: trigger, takeOver: true), to: "\(name).yaml")
    daemon.hangUp()
    try await daemon.waitForOutcome("succeeded", of: id)
    #expect(!house.target.keys(path).isEmpty)
    try await server.delete(id)
  }

  /// What the server takes without a word, and what Carillon says of it.
  struct BadRecord: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let schedule: NewSchedule
    let sentence: String
  }

  static let badRecords: [BadRecord] = [
    BadRecord(testDescription: "garbage", schedule: NewSchedule(name: "garbage", cron: "61 99 * *"), sentence: "61 99 * *"),
    BadRecord(
      testDescription: "six fields", schedule: NewSchedule(name: "six", cron: "0 12 * * * 30"), sentence: "'30 0 12 * * *'"),
    BadRecord(
      testDescription: "end before start",
      schedule: NewSchedule(name: "backwards", cron: "0 0 * * *", start: Moment.ahead(7_200), end: Moment.ahead(3_600)),
      sentence: "is not after start_time"),
    BadRecord(
      testDescription: "negative interval", schedule: NewSchedule(name: "negative", interval: -5, start: Moment.ahead(20)),
      sentence: "below one second"),
    BadRecord(
      testDescription: "a quarter of a second", schedule: NewSchedule(name: "quarter", interval: 0.25, start: Moment.ahead(20)),
      sentence: "below one second"),
    BadRecord(
      testDescription: "a second and a half", schedule: NewSchedule(name: "half", interval: 1.5, start: Moment.ahead(20)),
      sentence: "not a whole number of seconds"),
  ]

  @Test(arguments: badRecords)
  func thatMakesNoSenseIsInvalidAndSaysWhyWhileOthersGoOn(_ bad: BadRecord) async throws {
    var schedule = bad.schedule
    let name = uniqueName(schedule.name)
    schedule = NewSchedule(
      name: name, cron: schedule.cron, interval: schedule.interval, start: schedule.start, end: schedule.end,
      pipeline: server.facts.pipelines["scoring"])
    let id = try await server.create(schedule)
    let line = try await daemon.waitForState("invalid", of: id)
    #expect(line.reason?.contains(bad.sentence) == true, "\(line.reason ?? "")")
    #expect(line.nextDue == nil)
    try await eventually("the server is read, and the problem is told") {
      try await daemon.status()
    } until: { status in
      status.sync?.error == nil && status.problems.contains { $0.contains(name) }
    }

    let good = try await server.create(
      NewSchedule(
        name: uniqueName("good"), cron: "0 0 1 1 *", pipeline: server.facts.pipelines["scoring"]))
    try await daemon.waitForState("armed", of: good)
    for id in [id, good] { try await server.delete(id) }
  }

  @Test func thatWasRenamedIsNotTakenForRemovedUnderItsOldName() async throws {
    let (old, new) = (uniqueName("old"), uniqueName("new"))
    let id = try await server.create(NewSchedule(name: old, cron: "0 0 1 1 *", pipeline: server.facts.pipelines["archive"]))
    try await daemon.waitForState("unbound", of: old)
    try await server.update(id, ScheduleEdit(name: new))
    try await daemon.waitForState("unbound", of: new)
    let why = try await daemon.command("why", old)
    #expect(why.status == 0 && why.output.contains(new) && !why.output.contains("removed"), "\(why)")
    try await server.delete(id)
  }

  @Test func withACronExpressionAndAnIntervalFollowsTheExpressionWithAWarning() async throws {
    let id = try await server.create(
      NewSchedule(
        name: uniqueName("both"), cron: "30 4 1 1 *", interval: 5, start: Moment.ahead(1),
        pipeline: server.facts.pipelines["scoring"]))
    let schedule = try await daemon.waitForState("armed", of: id)
    #expect(schedule.nextDue?.hasSuffix("-01-01T04:30:00Z") == true)
    #expect(schedule.warnings.contains { $0.contains("the cron expression counts") })
    #expect(schedule.intervalSeconds == 5)
    try await server.delete(id)
  }
}
