import CivilTime
import SQLiteStorage
import Scheduling

/// Schedules and fires as a real daemon has them: an HTTP trigger of some 200 bytes each.
enum Samples {
  static func scheduleID(_ number: Int) -> Identifier { ScheduleRecord.fileID(name: "schedule-\(number)") }

  static func trigger(_ number: Int) -> Trigger {
    let body: JSONValue = ["run": "{{run_name}}", "due": "{{due}}", "model": .integer(Int64(number))]
    return .http(
      HTTPTrigger(
        url: "https://api.example/train/\(number)", headers: ["Authorization": "{{env:TOKEN}}", "X-Run": "{{run_name}}"],
        body: body))
  }

  static func revision(_ number: Int) -> Revision {
    let record = ScheduleRecord(
      id: scheduleID(number), name: "nightly-train-\(number)", source: .file, cronExpression: "*/5 * * * *",
      timeZone: "Europe/Berlin")
    let definition = ScheduleDefinition(
      record: record, standing: .armed, policy: Policy(overlap: .allow), tags: ["nightly", "gpu"], trigger: trigger(number),
      bindingOrigin: "schedules/nightly.yaml:\(number)")
    return Revision(definition: definition, number: 1, owedFrom: .epoch)
  }

  /// - Parameter trigger: a copy of the schedule's, as a daemon's rows have it.
  static func claim(of number: Int, due: Instant, trigger: Trigger) -> LedgerRow {
    let schedule = scheduleID(number)
    let name = "nightly-train-\(number)"
    let id = Fire.id(schedule: schedule, due: due)
    return LedgerRow(
      id: id, kind: .scheduled, scheduleID: schedule, scheduleName: name, revision: 1, due: due, outcome: .claimed,
      claimedAt: due, runName: Fire.runName(schedule: name, due: due, id: id), trigger: trigger)
  }

  static func settled(_ row: LedgerRow) -> LedgerRow {
    var row = row
    row.outcome = .succeeded
    row.sentAt = row.due.advanced(by: .milliseconds(3))
    row.finishedAt = row.due.advanced(by: .milliseconds(80))
    row.runID = "7d8f8f3e-6a0e-5f0e-9c3d-000000000000"
    row.runStatus = "200"
    return row
  }

  /// Puts schedules 0..<count, 10 000 in a batch.
  static func putSchedules(_ count: Int, into store: SQLiteStore) async throws {
    for start in stride(from: 0, to: count, by: 10_000) {
      var batch = LedgerBatch(id: start + 1)
      batch.revisions = (start..<min(start + 10_000, count)).map(revision)
      _ = try await store.commit([batch])
    }
  }
}
