import CivilTime
import Cron
import Testing

@Suite struct CronExplainTests {
  @Test func everyScheduleHasItsWords() throws {
    let vectors = try CronFixtures.explanations("explain.tsv")
    #expect(vectors.count > 100)
    for vector in vectors {
      let expression = try CronExpression(parsing: vector.pattern, seed: "etl-daily", zoneNamed: SystemZones.zone(named:))
      #expect(expression.explain() == vector.words, "line \(vector.line): '\(vector.pattern)'")
    }
  }

  @Test func aRunMovedByAClockChangeIsExplained() throws {
    let expression = try CronExpression(parsing: "30 2 * * *", zone: SystemZones.require("America/New_York"))
    #expect(
      expression.explain(after: try Instant(iso8601: "2024-03-09T12:00:00Z"))
        == "At 02:30, America/New_York time; the clock skips 02:30 on 2024-03-10, so the next run is at 03:00")
    #expect(expression.explain(after: try Instant(iso8601: "2024-03-11T12:00:00Z")) == "At 02:30, America/New_York time")
  }

  @Test func aRunAtATimeThatComesTwiceIsExplained() throws {
    let expression = try CronExpression(parsing: "30 1 * * *", zone: SystemZones.require("America/New_York"))
    #expect(
      expression.explain(after: try Instant(iso8601: "2024-11-02T12:00:00Z"))
        == "At 01:30, America/New_York time; the clock shows 01:30 twice on 2024-11-03, and the next run is at the first")
  }

  @Test func aWallClockScheduleNeedsNoClauseAboutClockChanges() throws {
    let expression = try CronExpression(parsing: "*/30 * * * *", zone: SystemZones.require("America/New_York"))
    #expect(expression.explain(after: try Instant(iso8601: "2024-11-03T04:59:00Z")) == "Every 30 minutes, America/New_York time")
  }
}
