import CivilTime
import ControlMessages
import Scheduling
import Testing

@testable import carillon

/// What is put off by jitter is shown when it is to come.
@Suite struct JitterTextTests {
  private func status(_ name: String, jitter: Duration = .zero, cron: String = "0 2 * * *") -> ScheduleStatus {
    sampleStatus {
      $0.record.id = ScheduleRecord.fileID(name: name)
      $0.record.name = name
      $0.record.cronExpression = cron
      $0.policy.jitter = jitter
    }
  }

  @Test func theItemSaysWhenTheFireComes() throws {
    let spread = status("spread", jitter: .seconds(7 * 86_400))
    let due = try #require(spread.nextDue)
    let start = due.advanced(by: spread.schedule.definition.jitterOffset)
    #expect(start > due)
    #expect(spread.nextStart == start)
    #expect(ScheduleItem(spread).nextDue == due.iso8601)
    #expect(ScheduleItem(spread).startsAt == start.iso8601)
    #expect(ScheduleSummary(spread).startsAt == start.iso8601)
    #expect(ScheduleItem(status("plain")).startsAt == nil)
  }

  @Test func whatComesNextIsWhatIsStartedNext() throws {
    let spread = status("spread", jitter: .seconds(7 * 86_400))
    let start = try #require(spread.nextStart)
    // Due behind the other, and started before it.
    let plain = status("plain", cron: "1 2 22 11 *")
    let (due, plainDue) = (try #require(spread.nextDue), try #require(plain.nextDue))
    #expect(due < plainDue && plainDue < start)
    #expect([spread, plain].firstToStart == 1)
    #expect([plain, spread].firstToStart == 0)
    #expect([ScheduleStatus]().firstToStart == nil)
  }

  @Test func statusShowsWhenItIsStarted() {
    var message = StatusMessage(
      version: "0.1.0", instance: "i1", processID: 42, startedAt: "2026-11-20T02:00:00Z", now: "2026-11-21T02:00:00Z", schedules: [:],
      nextDue: "2026-11-21T01:58:00Z", nextSchedule: "nightly", firesUnderWay: 0, reportsWaiting: 0, sync: nil, problems: [])
    message.startsAt = "2026-11-21T02:00:45Z"
    let line = "2026-11-21T02:00:45Z (in 45 s) nightly, due at 2026-11-21T01:58:00Z, with jitter\n"
    #expect(StatusText(status: message, moments: sampleMoments).text.contains(line))
  }

  @Test func listAndShowSayWhenItIsStarted() {
    let schedule = ScheduleItem.sample("nightly") { ($0.nextDue, $0.startsAt) = ("2026-11-21T01:58:00Z", "2026-11-21T02:00:45Z") }
    let details = ScheduleDetails(schedule: schedule, moments: sampleMoments).text
    #expect(details.contains("next due    2026-11-21T01:58:00Z (2 min ago)\n"))
    #expect(details.contains("next start  2026-11-21T02:00:45Z (in 45 s), with jitter\n"))
    let table = ScheduleTable(schedules: [schedule], moments: sampleMoments).text
    #expect(table.contains("2026-11-21T02:00:45Z (in 45 s) with jitter"))
    #expect(!table.contains("01:58"))
  }
}
