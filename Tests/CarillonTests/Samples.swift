import CivilTime
import ControlMessages

@testable import carillon

/// The clock of every snapshot.
let sampleMoments = Moments(now: Instant(secondsSinceEpoch: 1_795_226_400))  // 2026-11-21T02:00:00Z

extension ScheduleItem {
  static func sample(_ name: String, change: (inout ScheduleItem) -> Void = { _ in }) -> ScheduleItem {
    var item = ScheduleItem(
      id: "11111111-1111-5111-8111-111111111111", name: name, source: "file", cronExpression: "0 2 * * *",
      intervalSeconds: nil, runOnceStartTime: nil, timeZone: "UTC", startTime: nil, endTime: nil, active: true,
      state: "armed", reason: nil, warnings: [], trigger: "command", binding: nil, misfire: "last", overlap: "skip",
      nextDue: "2026-11-21T02:00:45Z", lastOutcome: nil, pipelineID: nil, revision: 1)
    change(&item)
    return item
  }
}

extension RunItem {
  static func sample(_ outcome: String, change: (inout RunItem) -> Void = { _ in }) -> RunItem {
    var item = RunItem(
      fireID: "33333333-3333-5333-8333-333333333333", kind: "scheduled",
      scheduleID: "11111111-1111-5111-8111-111111111111", schedule: "nightly", due: "2026-11-21T01:58:00Z",
      dueLast: "2026-11-21T01:58:00Z", count: 1, outcome: outcome, reason: nil, claimedAt: "2026-11-21T01:58:00Z",
      startedAt: nil, finishedAt: nil, latenessMilliseconds: 12, attempt: 1, runID: nil, runName: nil, runStatus: nil)
    change(&item)
    return item
  }
}
