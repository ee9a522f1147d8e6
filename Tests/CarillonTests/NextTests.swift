import CivilTime
import ControlMessages
import Testing

@testable import carillon

@Suite struct NextTests {
  private let from = sampleMoments.now

  @Test func anExpressionIsDueInItsZone() throws {
    let preview = try #require(try TimingPreview(CronArgument(text: "0 9 * * MON-FRI", zone: "Europe/Stockholm")))
    let items = preview.items(after: from, count: 2)
    #expect(items.map(\.due) == ["2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z"])
    #expect(items.map(\.local) == ["2026-11-23T09:00:00+01:00", "2026-11-24T09:00:00+01:00"])
    #expect(
      DueTable(heading: preview.heading(after: from), due: Array(items.prefix(1)), moments: sampleMoments).text == """
        At 09:00, Monday through Friday, Europe/Stockholm time
        DUE                                LOCAL
        2026-11-23T08:00:00Z (in 2 d 6 h)  2026-11-23T09:00:00+01:00 Europe/Stockholm

        """)
  }

  @Test func oneWordIsAName() throws {
    #expect(try TimingPreview(CronArgument(text: "nightly")) == nil)
  }

  @Test(arguments: ["0 25 * * *", "* * * *", "@nightly", "0 0 30 2 *", "@reboot", "*"])
  func anExpressionThatIsWrongIsNotTakenForAName(text: String) {
    let problem = #expect(throws: ControlProblem.self) { try TimingPreview(CronArgument(text: text)) }
    #expect(problem?.code == .badRequest)
  }

  /// New York puts its clocks forward on 2024-03-10 and back on 2024-11-03.
  private func table(_ text: String, from: String, count: Int) throws -> String {
    let preview = try #require(try TimingPreview(CronArgument(text: text, zone: "America/New_York")))
    let start = try Instant(iso8601: from)
    return DueTable(heading: nil, due: preview.items(after: start, count: count), moments: Moments(now: start)).text
  }

  @Test func aFireThatTheClockMovesIsMarked() throws {
    #expect(
      try table("30 2 * * *", from: "2024-03-09T12:00:00Z", count: 2) == """
        DUE                                 LOCAL                                       CLOCK CHANGE
        2024-03-10T07:00:00Z (in 19 h)      2024-03-10T03:00:00-04:00 America/New_York  moved from 2024-03-10T02:30:00
        2024-03-11T06:30:00Z (in 1 d 18 h)  2024-03-11T02:30:00-04:00 America/New_York

        """)
  }

  @Test func firesInAHourThatComesTwiceAreMarked() throws {
    #expect(
      try table("30 * * * *", from: "2024-11-03T05:00:00Z", count: 3) == """
        DUE                                   LOCAL                                       CLOCK CHANGE
        2024-11-03T05:30:00Z (in 30 min)      2024-11-03T01:30:00-04:00 America/New_York  repeated time, first pass
        2024-11-03T06:30:00Z (in 1 h 30 min)  2024-11-03T01:30:00-05:00 America/New_York  repeated time, second pass
        2024-11-03T07:30:00Z (in 2 h 30 min)  2024-11-03T02:30:00-05:00 America/New_York

        """)
  }

  @Test func clockChangesAreDataInJSON() throws {
    let preview = try #require(try TimingPreview(CronArgument(text: "30 2 * * *", zone: "America/New_York")))
    let items = preview.items(after: try Instant(iso8601: "2024-03-09T12:00:00Z"), count: 1)
    #expect(
      try jsonText(ItemList(items: items)) == """
        {
          "items" : [
            {
              "calendar" : null,
              "clock_change" : "moved",
              "deferred_until" : null,
              "due" : "2024-03-10T07:00:00Z",
              "local" : "2024-03-10T03:00:00-04:00",
              "skipped_local" : "2024-03-10T02:30:00",
              "time_zone" : "America/New_York"
            }
          ]
        }

        """)
  }

  @Test func aHashIsChosenFromTheSeed() throws {
    let preview = try #require(try TimingPreview(CronArgument(text: "H H * * *", seed: "etl-daily")))
    #expect(preview.items(after: from, count: 1).map(\.due) == ["2026-11-21T13:16:00Z"])
  }

  @Test func aHashWithoutASeedAsksForOne() {
    let problem = #expect(throws: ControlProblem.self) { try TimingPreview(CronArgument(text: "H H * * *")) }
    #expect(problem?.message.hasSuffix("--seed NAME stands in for the schedule's name") == true)
  }

  @Test func whatIsSurprisingIsShownWhereItStands() throws {
    let preview = try #require(try TimingPreview(CronArgument(text: "*/7 * * * *")))
    #expect(
      preview.warnings == [
        """
        warning uneven-step:
        */7 * * * *
        ^^^
        minute: minute 56 is followed by 0 after 4, not 7; a step that divides 60 has even distances

        """
      ])
  }

  @Test func aPrefixWinsOverTheZoneOfASchedule() throws {
    let schedule = ScheduleItem.sample("prefixed") {
      ($0.cronExpression, $0.timeZone) = ("TZ=Asia/Tokyo 0 9 * * *", "Europe/Stockholm")
    }
    #expect(try TimingPreview(schedule).items(after: from, count: 1).map(\.local) == ["2026-11-22T09:00:00+09:00"])
  }

  @Test func aZoneThatDoesNotExistIsNamed() {
    let problem = #expect(throws: ControlProblem.self) { try TimingPreview(CronArgument(text: "@daily", zone: "Mars/Base")) }
    #expect(problem?.message.contains("--tz Mars/Base") == true)
  }

  @Test func aScheduleIsDueOnItsGridWithinItsBounds() throws {
    let schedule = ScheduleItem.sample("grid") {
      ($0.cronExpression, $0.intervalSeconds) = (nil, 3600)
      ($0.startTime, $0.endTime) = ("2026-11-20T00:30:00Z", "2026-11-21T04:00:00Z")
    }
    let items = try TimingPreview(schedule).items(after: from, count: 5)
    #expect(items.map(\.due) == ["2026-11-21T02:30:00Z", "2026-11-21T03:30:00Z"])
  }

  @Test func aScheduleThatStartsNothingSaysSo() throws {
    let armed = ScheduleItem.sample("nightly")
    #expect(try TimingPreview(armed).warnings.isEmpty)
    let paused = ScheduleItem.sample("nightly") {
      ($0.state, $0.reason) = ("paused", "the cluster is moved")
      $0.pause = PauseItem(since: "2026-11-21T01:00:00Z", until: "2026-11-22T01:00:00Z", reason: "the cluster is moved")
    }
    let preview = try TimingPreview(paused)
    #expect(
      preview.warnings == ["warning: it is paused until 2026-11-22T01:00:00Z: Carillon starts nothing (the cluster is moved)\n"])
    #expect(preview.items(after: from, count: 1).count == 1)
    let unbound = ScheduleItem.sample("nightly") { $0.state = "unbound" }
    #expect(try TimingPreview(unbound).warnings == ["warning: it is unbound: Carillon starts nothing\n"])
  }

  @Test func whatCalendarsExcludeIsMarked() throws {
    let exclusions = [
      ExclusionItem(due: "2026-11-22T02:00:00Z", calendar: "holidays", deferredUntil: nil),
      ExclusionItem(due: "2026-11-23T02:00:00Z", calendar: "office", deferredUntil: "2026-11-23T17:00:00Z"),
    ]
    let preview = try #require(try TimingPreview(CronArgument(text: "0 2 * * *")))
    let items = preview.items(after: try Instant(iso8601: "2026-11-21T02:00:00Z"), count: 3).marked(exclusions)
    #expect(items.map(\.calendar) == ["holidays", "office", nil])
    let text = DueTable(heading: nil, due: items, moments: sampleMoments).text
    #expect(text.contains("  CALENDAR\n"))
    #expect(text.contains("  skipped: calendar holidays\n"))
    #expect(text.contains("  deferred until 2026-11-23T17:00:00Z: calendar office\n"))
  }

  @Test func calendarsAreAskedForInPieces() throws {
    let preview = try #require(try TimingPreview(CronArgument(text: "0 2 * * *")))
    let due = preview.items(after: from, count: 250)
    let questions = due.exclusionQuestions(after: "start")
    #expect(questions.map(\.from) == ["start", due[99].due, due[199].due])
    #expect(questions.map(\.count) == [100, 100, 50])
    #expect(Array(due.prefix(100)).exclusionQuestions(after: "start").map(\.count) == [100])
  }

  @Test func whatFollowsAnotherScheduleHasNoInstants() {
    let chain = ScheduleItem.sample("evaluate") { ($0.cronExpression, $0.trigger) = (nil, "chain") }
    let problem = #expect(throws: ControlProblem.self) { try TimingPreview(chain) }
    #expect(problem?.message.hasPrefix("'evaluate' follows another schedule: it has no instants of its own; ") == true)
  }

  @Test func anInvalidScheduleSaysWhy() {
    let schedule = ScheduleItem.sample("bad") { $0.cronExpression = "61 99 * * *" }
    let problem = #expect(throws: ControlProblem.self) { try TimingPreview(schedule) }
    #expect(problem?.message.hasPrefix("'bad' is never due: ") == true)
  }
}
