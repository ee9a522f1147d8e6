import CivilTime
import ControlMessages
import Testing

@testable import carillon

@Suite struct NextTests {
  private let from = sampleMoments.now

  @Test func anExpressionIsDueInItsZone() throws {
    let preview = try #require(try TimingPreview(expression: "0 9 * * MON-FRI", zone: "Europe/Stockholm"))
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
    #expect(try TimingPreview(expression: "nightly", zone: nil) == nil)
  }

  @Test(arguments: ["0 25 * * *", "* * * *", "@nightly", "0 0 30 2 *", "@reboot", "*"])
  func anExpressionThatIsWrongIsNotTakenForAName(text: String) {
    let problem = #expect(throws: ControlProblem.self) { try TimingPreview(expression: text, zone: nil) }
    #expect(problem?.code == .badRequest)
  }

  @Test func aZoneThatDoesNotExistIsNamed() {
    let problem = #expect(throws: ControlProblem.self) { try TimingPreview(expression: "@daily", zone: "Mars/Base") }
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

  @Test func anInvalidScheduleSaysWhy() {
    let schedule = ScheduleItem.sample("bad") { $0.cronExpression = "61 99 * * *" }
    let problem = #expect(throws: ControlProblem.self) { try TimingPreview(schedule) }
    #expect(problem?.message.hasPrefix("'bad' is never due: ") == true)
  }
}
