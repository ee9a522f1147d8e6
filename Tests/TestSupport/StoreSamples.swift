import CivilTime
import Scheduling

/// Small values for tests of stores: only what a test is about has to be said.
package enum StoreSamples {
  package static let nightly = ScheduleRecord.fileID(name: "nightly")
  package static let hourly = ScheduleRecord.fileID(name: "hourly")

  /// 2026-11-21T02:00:00Z plus `minutes`.
  package static func instant(_ minutes: Int64) -> Instant {
    Instant(secondsSinceEpoch: 1_795_226_400 + 60 * minutes)
  }

  /// How many fields a value has that keeps them in a storage of its own; nil for another.
  package static func fieldCount(ofShared value: Any) -> Int? {
    Mirror(reflecting: value).descendant("shared", "storage", "content").map { Mirror(reflecting: $0).children.count }
  }

  /// A fire of `schedule`, due `minutes` after 02:00.
  package static func fire(
    _ minutes: Int64 = 0, of schedule: Identifier = nightly, _ kind: LedgerRow.Kind = .scheduled,
    _ outcome: Outcome = .claimed, id: Identifier? = nil
  ) -> LedgerRow {
    let due = instant(minutes)
    return LedgerRow(
      id: id ?? (kind == .scheduled ? Fire.id(schedule: schedule, due: due) : .random()), kind: kind, scheduleID: schedule,
      scheduleName: "nightly", revision: 1, due: due,
      outcome: outcome, claimedAt: due)
  }

  /// A range of `schedule` over both ends, one instant each minute.
  package static func range(_ minutes: ClosedRange<Int64>, of schedule: Identifier = nightly) -> LedgerRow {
    var row = fire(minutes.lowerBound, of: schedule, .scheduled, .skippedPaused)
    row.dueLast = instant(minutes.upperBound)
    row.count = minutes.count
    row.reason = Reason("inactive", "the schedule is paused")
    return row
  }

  /// A row with something in every field.
  package static var fullRow: LedgerRow {
    LedgerRow(
      id: .random(), kind: .backfill, scheduleID: nightly, scheduleName: "Nächtliches Training 🌙", revision: 7,
      due: instant(0), dueLast: instant(3), count: 4, outcome: .timedOut,
      reason: Reason("timeout", "no end within 'an hour'; \"stopped\""), carriedBy: hourly,
      claimedAt: Instant(microsecondsSinceEpoch: 1_795_226_400_000_001), sentAt: instant(1), finishedAt: instant(2),
      attempt: 3, runID: "run-1", runName: "nightly-20261121T020000Z-0badf00d", runStatus: "running", trigger: httpTrigger,
      details: fullDetails)
  }

  /// Details with something in every field.
  package static var fullDetails: FireDetails {
    var details = FireDetails()
    details.jitterMilliseconds = 1500
    details.missed = MissedSpan(count: 3, first: instant(-3), last: instant(-1))
    details.isCatchUp = true
    details.notBefore = instant(1)
    details.backfill = hourly
    details.replayOf = nightly
    return details
  }

  /// A state with something in every field.
  package static var fullState: ScheduleState {
    var state = ScheduleState()
    (state.runsStarted, state.failuresInARow) = (12, 3)
    state.pause = Pause(since: instant(1), until: instant(90), reason: Reason("by_command", "freeze for the \"release\""))
    state.pause?.absences = [Absence(after: instant(2), through: instant(3))]
    state.backfills = [
      Backfill(
        id: hourly, after: instant(-90), through: instant(-1), maxParallel: 2,
        absences: [Absence(after: instant(-80), through: instant(-70))])
    ]
    return state
  }

  /// One of each kind, with something in every field, and what JSON has to write in its own way.
  package static var triggers: [Trigger] {
    [
      httpTrigger,
      .deployment(
        DeploymentTrigger(
          deployment: "train \u{1F514}", pipelineID: hourly,
          parameters: [
            "empty": [:], "none": [], "text": "tab\tquote\"slash/back\\null\u{0}end", "deep": [[["x": .number(-1.5e300)]]],
            "big": .integer(.max), "small": .integer(.min), "no": false, "half": .number(0.1),
          ])),
      .deployment(DeploymentTrigger()),
      .http(HTTPTrigger(method: "GET", url: "", success: [])),
      .command(CommandTrigger(argv: ["train", "", "--all"], cwd: "/srv", env: ["A": "{{env:A}}", "B": "{{file:/b}}"], timeoutSeconds: 9)),
      .command(CommandTrigger(argv: [])),
    ]
  }

  package static var httpTrigger: Trigger {
    .http(
      HTTPTrigger(
        url: "https://api.example/train?due={{due}}", headers: ["Authorization": "{{env:TOKEN}}"],
        body: ["text": "ä\n\"", "list": [1, true, nil, .number(0.5)]], success: [200...204, 409...409]))
  }

  package static func revision(
    _ number: Int = 1, of schedule: Identifier = nightly, owedFrom: Instant = instant(0), trigger: Trigger? = httpTrigger
  ) -> Revision {
    let record = ScheduleRecord(
      id: schedule, name: "nightly-\(number)", source: .file, cronExpression: "0 2 * * *", interval: .seconds(90),
      timeZone: "Europe/Berlin", startTime: instant(-5))
    let definition = ScheduleDefinition(
      record: record, standing: .armed, warnings: [Reason("cron_wins", "the cron expression counts")],
      policy: Policy(misfire: .all, overlap: .allow), trigger: trigger, bindingOrigin: "nightly.yaml:1")
    return Revision(definition: definition, number: number, owedFrom: owedFrom)
  }

  /// A revision with something in every field.
  package static var fullRevision: Revision {
    let record = ScheduleRecord(
      id: nightly, name: "nightly", source: .zenml, cronExpression: "0 2 * * *", interval: .milliseconds(-1500),
      runOnceStartTime: instant(3), timeZone: "Europe/Berlin", startTime: instant(-5), endTime: instant(5000), active: false,
      updated: instant(-9), pipelineID: hourly, orchestratorID: nightly, defect: "interval_second is not a number")
    var policy = Policy(misfire: .all, overlap: .bufferAll(limit: 7))
    policy.mutex = "gpu"
    policy.jitter = .seconds(30)
    policy.retry.attempts = 3
    policy.calendars = [CalendarRule(ExclusionCalendar(name: "holidays", spans: [.init(days: 20_000...20_001)]), action: .defer)]
    let definition = ScheduleDefinition(
      record: record, standing: .paused, reason: Reason("inactive", "active is false"),
      warnings: [Reason("cron_wins", "the cron expression counts")], policy: policy, tags: ["gpu", "nightly"],
      trigger: httpTrigger, bindingOrigin: "nightly.yaml:1")
    return Revision(definition: definition, number: 7, owedFrom: instant(0))
  }

  package static func report(about subject: Report.Subject, of row: LedgerRow = fullRow) -> Report {
    Report(row, about: subject, nextDue: instant(1440))
  }

  package static func serverSchedule(_ id: Identifier = nightly, name: String = "nightly") -> ServerSchedule {
    ServerSchedule(
      record: ScheduleRecord(id: id, name: name, source: .zenml, interval: .seconds(5400), updated: instant(0)),
      pipelineName: "training", orchestrator: .flavor("local", isCustom: false), bindingText: #"{"trigger": {}}"#,
      deployments: [ServerSchedule.Deployment(id: hourly, name: "training", hasAnswered: true)])
  }

  package static func batch(_ id: Int = 1, _ fill: (inout LedgerBatch) -> Void) -> LedgerBatch {
    var batch = LedgerBatch(id: id)
    fill(&batch)
    return batch
  }
}
