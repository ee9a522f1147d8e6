import CivilTime
import Scheduling

@testable import carillon

/// 2026-11-21T02:00:00Z: the sample schedule is due then, and each day at that time.
let sampleDue = Instant(secondsSinceEpoch: 1_795_226_400)

/// A schedule with a command, due at 02:00 each day, first seen three days before `sampleDue`.
func sampleStatus(
  standing: ScheduleDefinition.Standing = .armed, reason: Reason? = nil, memory: ScheduleState = .initial,
  trigger: Scheduling.Trigger? = .command(CommandTrigger(argv: ["/bin/true"])), change: (inout ScheduleDefinition) -> Void = { _ in }
) -> ScheduleStatus {
  let record = ScheduleRecord(
    id: ScheduleRecord.fileID(name: "nightly"), name: "nightly", source: .file, cronExpression: "0 2 * * *")
  var definition = ScheduleDefinition(
    record: record, standing: standing, reason: reason, trigger: trigger, bindingOrigin: "schedules/nightly.yaml:3")
  change(&definition)
  let schedule = Schedule(definition, zoneNamed: CommandParts.zone(named:))
  let first = sampleDue.advanced(by: .seconds(-3 * 86_400))
  let stored = StoredSchedule(
    revision: Revision(definition: definition, number: 2, owedFrom: first), coveredUntil: sampleDue, latestRow: nil, state: memory)
  var scheduler = Scheduler()
  _ = scheduler.handle(
    .restored([RestoredSchedule(schedule: schedule, stored: stored)], unfinished: [], retired: [:]), at: sampleDue)
  _ = scheduler.handle(.opened, at: sampleDue)
  guard let status = scheduler.status(of: schedule.id) else { preconditionFailure("a restored schedule has a status") }
  return status
}

/// A row of the sample schedule for `sampleDue`.
func sampleRow(_ outcome: Outcome, _ reason: Reason? = nil, change: (inout LedgerRow) -> Void = { _ in }) -> LedgerRow {
  let id = ScheduleRecord.fileID(name: "nightly")
  var row = LedgerRow(
    id: Fire.id(schedule: id, due: sampleDue), kind: .scheduled, scheduleID: id, scheduleName: "nightly", revision: 2, due: sampleDue,
    outcome: outcome, reason: reason, claimedAt: sampleDue, runName: "nightly-20261121T020000Z")
  change(&row)
  return row
}

/// The story of the sample schedule, told at noon.
func sampleStory(
  _ status: ScheduleStatus = sampleStatus(), rows: [LedgerRow] = [], horizon: Instant? = nil,
  now: Instant = sampleDue.advanced(by: .seconds(10 * 3600)), change: (inout StorySubject) -> Void = { _ in }
) -> Story {
  var subject = StorySubject(status)
  change(&subject)
  return Story(subject: subject, rows: rows, horizon: horizon, source: SourceAge(), now: now)
}
