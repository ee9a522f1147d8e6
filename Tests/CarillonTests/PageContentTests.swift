import CivilTime
import Scheduling
import Seams
import Testing
import WebPage

@testable import carillon

/// What the web page is told by the daemon.
struct PageContentTests {
  @Test func whatMayBeASecretIsMaskedInARequest() {
    let http = HTTPTrigger(
      url: "https://ada:hunter2@jobs.example/run?token=hunter2&x=1", headers: ["Authorization": "Bearer hunter2"],
      body: ["password": "hunter2", "rows": 10], query: ["key": "hunter2"])
    let request = RequestContent(Scheduling.Trigger.http(http).withoutSecrets)
    #expect(!"\(request)".contains("hunter2"), "\(request)")
    #expect(request.fields.contains(.init("Request", "POST https://***@jobs.example/run?token=***&x=***")))
    #expect(request.text?.contains("\"rows\" : 10") == true)
  }

  @Test func aCommandIsShownAsAShellWouldNeedIt() {
    let request = RequestContent(.command(CommandTrigger(argv: ["/bin/sh", "-c", "echo it's \"due\""], env: ["TOKEN": "x"])))
    #expect(request.fields.contains(.init("Command", #"/bin/sh -c 'echo it'\''s "due"'"#)))
  }

  @Test func runsAreFoundByEachOutcomeThatTheyMayEndWith() {
    let ends = Outcome.allCases.filter(\.isFinal).map(\.rawValue)
    #expect(RunsPage.outcomes.sorted() == (["bad", "missed", "running"] + ends).sorted())
  }

  @Test func theLastDayIsCountedInSteps() {
    let now = sampleDue
    let step = now - .seconds(900)
    let count = TimelineCount(
      [
        OutcomeCount(.succeeded, 3, first: step, last: step),
        OutcomeCount(.skippedPaused, 96, first: now - .seconds(2 * 86_400), last: now),
      ], now: now)
    #expect(count.sum.count(.good) == 3)
    #expect(count.sum.count(.quiet) == 48, "half of the row lies in the day")
    #expect(count.steps.last?.count(.good) == 3)
    #expect(count.steps.allSatisfy { $0.count(.quiet) <= 1 })
  }

  @Test func theNext30DaysAreCounted() {
    let now = sampleDue.advanced(by: .seconds(3_600))
    let content = ForecastCount(of: [sampleStatus()], from: now).content
    #expect(content.hours.count == 720 && content.hours.reduce(0, +) == 29)
    #expect(content.hours[24 + 2] == 1 && content.uncounted == 0 && content.peaks.isEmpty)
  }

  @Test func aHerdIsAPeakAndJitterIsSuggestedForIt() {
    let herd = (0..<8).map { index in
      sampleStatus { definition in
        definition.record.id = ScheduleRecord.fileID(name: "herd-\(index)")
        definition.record.name = "herd-\(index)"
      }
    }
    let content = ForecastCount(of: herd, from: sampleDue).content
    #expect(content.peaks.map(\.time) == ["02:00"] && content.peaks.first?.count == 8 && content.peaks.first?.names.count == 5)
    #expect(
      content.suggestions.first
        == JitterSuggestion(time: "02:00", jitter: "5m", schedules: 8, perMinute: 2, names: herd.prefix(5).map(\.schedule.name)))
  }

  @Test func aFireIsToldInTheSchedulesZoneAndMarked() {
    let status = sampleStatus { definition in
      definition.record.cronExpression = "30 2 * * *"
      definition.record.timeZone = "America/New_York"
    }
    let moved = Instant(secondsSinceEpoch: 1_805_007_600)
    let fire = UpcomingFire(moved, of: status.schedule)
    #expect(fire.local == "2027-03-14 03:00:00 -04:00" && fire.timeZone == "America/New_York")
    #expect(fire.clockChange == .moved(skipped: "2027-03-14 02:30:00"))
  }

  @Test(arguments: [(CalendarRule.Action.skip, nil), (.defer, "2026-11-21T03:00:00Z")] as [(CalendarRule.Action, String?)])
  func aFireIsToldWithWhatACalendarDoesWithIt(_ action: CalendarRule.Action, _ deferredUntil: String?) {
    let nights = ExclusionCalendar(name: "nights", weekly: [.init(weekdays: Set(0...6), start: 0, end: 3 * 3_600)])
    let status = sampleStatus { $0.policy.calendars = [CalendarRule(nights, action: action)] }
    let fire = UpcomingFire(sampleDue, of: status.schedule)
    #expect(fire.exclusion == UpcomingFire.Exclusion(calendar: "nights", deferredUntil: deferredUntil))
    #expect(UpcomingFire(sampleDue.advanced(by: .seconds(43_200)), of: status.schedule).exclusion == nil)
  }

  @Test func schedulesAreFoundByNameStateAndTag() {
    let status = sampleStatus { $0.tags = ["gpu"] }
    for filter in [ScheduleFilter(search: "NIGHT"), ScheduleFilter(search: "command"), ScheduleFilter(state: "armed", tag: "gpu")] {
      #expect(ScheduleSearch(filter).found(in: [status]).count == 1)
    }
    for filter in [ScheduleFilter(search: "daily"), ScheduleFilter(state: "paused"), ScheduleFilter(tag: "cpu")] {
      #expect(ScheduleSearch(filter).found(in: [status]).isEmpty)
    }
  }
}
