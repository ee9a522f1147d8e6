import CivilTime
import Cron
import Testing

@Suite struct CronExpressionTests {
  @Test(arguments: [
    ("00 9 ? jan MON-fri", "0 9 * 1 1-5"), ("@DAILY", "0 0 * * *"), ("  */1   *\t* * *\n", "* * * * *"),
    ("0 0 * * 7", "0 0 * * 0"), ("0 0 * * 7-7", "0 0 * * 0-0"), ("0 0 * * 5-7", "0 0 * * 5-7"), ("0 0 * * 7-2", "0 0 * * 0-2"),
    ("0 0 W15 * +L5", "0 0 15W * +5L"), ("0 0 l-3w,1 * FRI#L", "0 0 L-3W,1 * 5L"), ("0 0 1-l/8 * 1-5#l", "0 0 1-L/8 * 1-5#L"),
    ("30 0 9 * * 1 2030", "30 0 9 * * 1 2030"), ("@reboot", "@reboot"), ("CRON_TZ=UTC 5/10 1-5/2 * * *", "5/10 1-5/2 * * *"),
    ("TZ=Asia/Tokyo @weekly", "TZ=Asia/Tokyo 0 0 * * 0"), ("h h(0-6)/2 * * *", "H H(0-6)/2 * * *"),
  ])
  func spellingIsMadeCanonical(text: String, canonical: String) throws {
    let expression = try CronExpression(parsing: text, seed: "s", zoneNamed: SystemZones.zone(named:))
    #expect(expression.description == canonical)
    #expect(try CronExpression(parsing: canonical, seed: "s", zoneNamed: SystemZones.zone(named:)) == expression)
  }

  @Test func expressionsThatSayTheSameAreEqual() throws {
    let first = try CronExpression(parsing: "0 9 * * MON")
    let second = try CronExpression(parsing: "00 9 ? * 1")
    #expect(first == second && first.hashValue == second.hashValue)
    #expect(first != (try CronExpression(parsing: "0 9 * * MON", zone: SystemZones.require("Asia/Tokyo"))))
  }

  @Test func aHashedExpressionDependsOnItsSeed() throws {
    let one = try CronExpression(parsing: "H H * * *", seed: "one")
    #expect(one == (try CronExpression(parsing: "H H * * *", seed: "one")))
    #expect(one != (try CronExpression(parsing: "H H * * *", seed: "two")))
  }

  @Test func hashesSpreadOverTheWholeDay() throws {
    var slots: Set<Instant> = []
    for name in 0..<2_000 {
      let expression = try CronExpression(parsing: "H H * * *", seed: "project/\(name)")
      slots.insert(try #require(expression.next(after: try Instant(iso8601: "2024-01-01"))))
    }
    // 1440 slots and 2,000 names: about 1,081 are expected to be hit.
    #expect(slots.count > 1_030)
  }

  @Test func aPrefixWinsOverTheScheduleZone() throws {
    let expression = try CronExpression(
      parsing: "TZ=Asia/Tokyo 0 9 * * *", zone: SystemZones.require("America/New_York"), zoneNamed: SystemZones.zone(named:))
    #expect(expression.zone.name == "Asia/Tokyo")
    #expect(expression.next(after: try Instant(iso8601: "2024-01-01")) == (try Instant(iso8601: "2024-01-02T09:00:00+09:00")))
  }

  @Test func fieldsAreCounted() throws {
    #expect(try CronExpression(parsing: "* * * * *").fieldCount == 5)
    #expect(try CronExpression(parsing: "* * * * * *").fieldCount == 6)
    #expect(try CronExpression(parsing: "* * * * * * *").fieldCount == 7)
    #expect(try CronExpression(parsing: "@daily").fieldCount == 5)
    #expect(try CronExpression(parsing: "@reboot").fieldCount == 0)
  }

  @Test func rebootIsAnEventWithoutInstants() throws {
    let expression = try CronExpression(parsing: "@Reboot")
    #expect(expression.isReboot && !expression.neverFires)
    #expect(expression.next(after: .distantPast) == nil && expression.previous(before: .distantFuture) == nil)
  }

  @Test func impossibleDatesNeverFire() throws {
    for text in ["0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 0 29 2 * 2025-2027", "0 0 31W 2 *", "0 0 29 2 +1#1", "0 0 L-30 2 *"] {
      let expression = try CronExpression(parsing: text)
      #expect(expression.neverFires && expression.next(after: .distantPast) == nil, "\(text)")
      #expect(expression.previous(before: .distantFuture) == nil, "\(text)")
    }
  }

  @Test func aUsedUpYearListFiresNoMore() throws {
    let expression = try CronExpression(parsing: "0 0 0 1 1 * 2030", zone: SystemZones.require("America/New_York"))
    #expect(!expression.neverFires)
    #expect(expression.next(after: try Instant(iso8601: "2030-01-02")) == nil)
    #expect(expression.previous(before: try Instant(iso8601: "2030-01-01")) == nil)
  }

  @Test func theSecondPassOfTheLastListedHourStillFires() throws {
    let expression = try CronExpression(parsing: "0 */30 1 3 11 * 2024", zone: SystemZones.require("America/New_York"))
    let firstPass = try Instant(iso8601: "2024-11-03T01:30:00-04:00")
    #expect(expression.next(after: firstPass) == (try Instant(iso8601: "2024-11-03T01:00:00-05:00")))
    #expect(expression.next(after: firstPass + .seconds(3_600)) == nil)
  }

  @Test func theLongestGapIsFortyYears() throws {
    let expression = try CronExpression(parsing: "0 0 29 2 +1", zone: SystemZones.require("Europe/Stockholm"))
    let last = try Instant(iso8601: "2072-02-29T00:00:00+01:00")
    #expect(expression.next(after: last) == (try Instant(iso8601: "2112-02-29T00:00:00+01:00")))
    #expect(expression.previous(before: try Instant(iso8601: "2112-02-28")) == last)
  }

  @Test func aTimeThatIsAlwaysSkippedEndsTheSearch() throws {
    // Since 2007 New York's clocks go forward on the second Sunday of March, at 02:00: a wall-clock schedule never sees that hour.
    let expression = try CronExpression(parsing: "*/10 2 * 3 0#2", zone: SystemZones.require("America/New_York"))
    #expect(expression.next(after: try Instant(iso8601: "2024-01-01")) == nil)
    #expect(expression.previous(before: try Instant(iso8601: "9000-01-01")) == (try Instant(iso8601: "2006-03-12T02:50:00-05:00")))
  }

  @Test(arguments: ["UTC", "Europe/Stockholm"])
  func theEndsOfTimeAreSafe(zone: String) throws {
    for text in ["* * * * *", "* * * * * *", "0 0 29 2 *", "0 0 0 1 1 * 2199", "30 2 * * 0"] {
      let expression = try CronExpression(parsing: text, zone: SystemZones.require(zone))
      #expect(expression.next(after: .distantFuture) == nil)
      #expect(expression.previous(before: .distantPast) == nil)
      #expect(expression.next(after: .distantPast) != nil)
      #expect(expression.previous(before: .distantFuture) != nil)
    }
  }

  @Test func aRangeOfFiresHoldsItsLowerBoundOnly() throws {
    let expression = try CronExpression(parsing: "*/30 * * * *")
    let range = try Instant(iso8601: "2024-01-01T00:00:00Z")..<Instant(iso8601: "2024-01-01T01:30:00Z")
    #expect(expression.fires(in: range).map(\.iso8601) == ["2024-01-01T00:00:00Z", "2024-01-01T00:30:00Z", "2024-01-01T01:00:00Z"])
    #expect(Array(expression.fires(in: .distantPast..<Instant.distantPast)).isEmpty)
  }

  @Test func fractionsOfASecondCount() throws {
    let expression = try CronExpression(parsing: "* * * * *")
    let minute = try Instant(iso8601: "2024-01-01T00:01:00Z")
    #expect(expression.next(after: minute - .microseconds(1)) == minute)
    #expect(expression.previous(before: minute + .microseconds(1)) == minute)
    #expect(expression.previous(before: minute) == minute - .seconds(60))
  }
}
