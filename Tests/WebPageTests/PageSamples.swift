import CivilTime
import ControlMessages

@testable import WebPage

/// Small values for tests of pages, at nine in the morning.
enum PageSamples {
  static let hostile = "</td><script>alert('x')</script>\" onload=\"x\u{202E}"
  static let now = Instant(secondsSinceEpoch: 1_795_251_600)

  static func frame(_ role: Role = .operator, token: String? = "proof") -> Frame {
    Frame(now: now, viewer: Viewer(name: "user 1000", role: role, formToken: token), version: "1.2.3")
  }

  static func item(_ name: String = "nightly", state: String = "armed") -> ScheduleItem {
    var item = ScheduleItem(
      id: "11111111-1111-5111-8111-111111111111", name: name, source: "file", cronExpression: "0 2 * * *", intervalSeconds: nil,
      runOnceStartTime: nil, timeZone: "Europe/Stockholm", startTime: nil, endTime: nil, active: true, state: state, reason: nil,
      warnings: [], trigger: "command", binding: "schedules/a.yaml:1", misfire: "last", overlap: "skip", nextDue: "2026-11-22T01:00:00Z",
      lastOutcome: "succeeded", pipelineID: nil, revision: 1)
    item.tags = ["gpu"]
    return item
  }

  static func run(_ outcome: String = "succeeded", schedule: String = "nightly") -> RunItem {
    RunItem(
      fireID: "33333333-3333-5333-8333-333333333333", kind: "scheduled", scheduleID: "11111111-1111-5111-8111-111111111111",
      schedule: schedule, due: "2026-11-21T02:00:00Z", dueLast: "2026-11-21T02:00:00Z", count: 1, outcome: outcome,
      reason: outcome == "succeeded" ? nil : "it ended with exit code 3", claimedAt: "2026-11-21T02:00:00.004Z",
      startedAt: "2026-11-21T02:00:00.011Z", finishedAt: "2026-11-21T02:01:30.011Z", latenessMilliseconds: 11, attempt: 1, runID: "r1",
      runName: "nightly-1", runStatus: "exit 0")
  }

  static func line(_ name: String = "nightly", state: String = "armed") -> ScheduleLine {
    ScheduleLine(
      item: item(name, state: state), words: "At 02:00",
      next: UpcomingFire(due: "2026-11-22T01:00:00Z", local: "2026-11-22 02:00:00 +01:00", timeZone: "Europe/Stockholm"), last: [run()])
  }

  /// A fire of which a calendar has something to say.
  static func upcoming(_ exclusion: UpcomingFire.Exclusion) -> UpcomingFire {
    UpcomingFire(
      due: "2026-11-22T01:00:00Z", local: "2026-11-22 02:00:00 +01:00", timeZone: "Europe/Stockholm", exclusion: exclusion)
  }

  static func schedule(_ name: String = "nightly", state: String = "armed") -> ScheduleContent {
    ScheduleContent(
      line: line(name, state: state),
      upcoming: [
        UpcomingFire(
          due: "2027-03-28T01:00:00Z", local: "2027-03-28 03:00:00 +02:00", timeZone: "Europe/Stockholm",
          clockChange: .moved(skipped: "2027-03-28 02:00:00"))
      ],
      history: [run(), run("failed")],
      guarantee: GuaranteeMessage(
        scheduleID: "1", schedule: name, promise: .atMostOnce, answer: "at most once",
        details: [.init("misfire", "last: it is made up for")]),
      request: RequestContent(fields: [.init("Command", "/bin/true")]))
  }

  static func overview(
    _ lastDay: OutcomeTally = OutcomeTally(["succeeded": 14]), attention: [AttentionItem] = [], health: StatusMessage.Health = .ok
  ) -> OverviewContent {
    var status = StatusMessage(
      version: "1", instance: "i", processID: 1, startedAt: "2026-11-20T09:00:00Z", now: "2026-11-21T09:00:00Z", schedules: ["armed": 2],
      nextDue: nil, nextSchedule: "nightly", firesUnderWay: 0, reportsWaiting: 0, sync: nil, problems: [])
    status.health = health
    status.healthReasons = health == .red ? ["the ledger cannot be written"] : []
    let past = [OutcomeTally](repeating: OutcomeTally(), count: TimelineContent.steps - 1) + [lastDay]
    return OverviewContent(
      status: status, lastDay: lastDay,
      timeline: TimelineContent(past: past, ahead: [Int](repeating: 1, count: 96), from: "2026-11-20T09:00:00Z"),
      attention: attention, next: [], recent: [run()])
  }
}
