import CivilTime
import ControlMessages
import Scheduling
import Testing
import WebPage

@testable import carillon

/// What jitter or a calendar puts off is shown when it is to come.
@Suite struct JitterTextTests {
  private func status(
    _ name: String, jitter: Duration = .zero, cron: String = "0 2 * * *", nights: CalendarRule.Action? = nil
  ) -> ScheduleStatus {
    sampleStatus {
      $0.record.id = ScheduleRecord.fileID(name: name)
      $0.record.name = name
      $0.record.cronExpression = cron
      $0.policy.jitter = jitter
      $0.policy.calendars = nights.map { [CalendarRule(Self.nights, action: $0)] } ?? []
    }
  }

  /// Until 03:00 each day.
  private static let nights = ExclusionCalendar(name: "nights", weekly: [.init(weekdays: Set(0...6), start: 0, end: 3 * 3_600)])

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

  @Test(arguments: [.zero, .seconds(60), .seconds(7 * 86_400)] as [Duration])
  func whatACalendarDefersStartsWhenItsTimeIsOver(_ jitter: Duration) throws {
    let deferred = status("spread", jitter: jitter, nights: .defer)
    let due = try #require(deferred.nextDue)
    let start = max(due.advanced(by: .seconds(3_600)), due.advanced(by: deferred.schedule.definition.jitterOffset))
    #expect(deferred.nextStart == start)
    #expect(ScheduleItem(deferred).startsAt == start.iso8601)
  }

  @Test func whatACalendarSkipsIsDueAndDoesNotStart() throws {
    let skipped = status("spread", jitter: .seconds(7 * 86_400), nights: .skip)
    let due = try #require(skipped.nextDue)
    #expect(skipped.nextStart == nil)
    #expect(ScheduleItem(skipped).startsAt == nil && ScheduleItem(skipped).nextDue == due.iso8601)
    #expect([status("plain", cron: "1 2 22 11 *"), skipped].firstToStart == 1)
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

  @Test func whatIsListedFirstIsWhatComesNext() throws {
    let spread = status("spread", jitter: .seconds(7 * 86_400))
    let (one, two) = (status("one", cron: "1 2 22 11 *"), status("two", cron: "1 2 22 11 *"))
    let all = [spread, two, one]
    #expect(all.nextToStart(9).map(\.schedule.name) == ["one", "two", "spread"])
    #expect(all.nextToStart(1).map(\.schedule.name) == ["one"])
    #expect(all.firstToStart == 2)
    let (due, start) = (try #require(spread.nextDue), try #require(spread.startsAt))
    #expect(Narrator.comingNext(all).last == "  spread is next due at \(due.iso8601), and starts at \(start)")
  }

  @Test func aFireOnThePageSaysWhenItStartsWithJitter() throws {
    let spread = status("spread", jitter: .seconds(7 * 86_400))
    let due = try #require(spread.nextDue)
    #expect(UpcomingFire(due, of: spread.schedule).startsAt == spread.startsAt)
    #expect(UpcomingFire(due, of: status("plain").schedule).startsAt == nil)
    #expect(UpcomingFire(due, of: status("spread", jitter: .seconds(7 * 86_400), nights: .skip).schedule).startsAt == nil)
    #expect(UpcomingFire(due, of: status("plain", nights: .defer).schedule).startsAt == nil, "its calendar says so")
  }

  @Test func statusShowsWhenItIsStarted() {
    var message = StatusMessage(
      version: "0.1.0", instance: "i1", processID: 42, startedAt: "2026-11-20T02:00:00Z", now: "2026-11-21T02:00:00Z", schedules: [:],
      nextDue: "2026-11-21T01:58:00Z", nextSchedule: "nightly", firesUnderWay: 0, reportsWaiting: 0, sync: nil, problems: [])
    message.startsAt = "2026-11-21T02:00:45Z"
    let line = "2026-11-21T02:00:45Z (in 45 s) nightly, due at 2026-11-21T01:58:00Z, put off by jitter or a calendar\n"
    #expect(StatusText(status: message, moments: sampleMoments).text.contains(line))
  }

  @Test func listAndShowSayWhenItIsStarted() {
    let schedule = ScheduleItem.sample("nightly") { ($0.nextDue, $0.startsAt) = ("2026-11-21T01:58:00Z", "2026-11-21T02:00:45Z") }
    let details = ScheduleDetails(schedule: schedule, moments: sampleMoments).text
    #expect(details.contains("next due    2026-11-21T01:58:00Z (2 min ago)\n"))
    #expect(details.contains("next start  2026-11-21T02:00:45Z (in 45 s), put off by jitter or a calendar\n"))
    let table = ScheduleTable(schedules: [schedule], moments: sampleMoments).text
    #expect(table.contains("2026-11-21T02:00:45Z (in 45 s) put off"))
    #expect(!table.contains("01:58"))
  }
}
