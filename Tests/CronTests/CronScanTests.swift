import CivilTime
import Cron
import Foundation
import TestSupport
import Testing

/// Compares the search with a scan of every minute around a clock change, in Foundation's idea of the zone.
@Suite struct CronScanTests {
  /// A zone and the day of a change of its clock: hours, half hours, a day, at midnight, in both directions.
  static let changes: [(zone: String, day: String)] = [
    ("America/New_York", "2024-03-10"), ("America/New_York", "2024-11-03"), ("Australia/Lord_Howe", "2024-10-06"),
    ("Australia/Lord_Howe", "2024-04-07"), ("Pacific/Apia", "2011-12-30"), ("Antarctica/Troll", "2024-03-31"),
    ("Antarctica/Troll", "2024-10-27"), ("Europe/Dublin", "2024-10-27"), ("America/Sao_Paulo", "2018-11-04"),
    ("America/Sao_Paulo", "2018-02-17"), ("Africa/Casablanca", "2024-03-10"), ("Pacific/Chatham", "2024-09-29"),
    ("America/St_Johns", "2006-04-02"), ("America/St_Johns", "2006-10-29"), ("Asia/Kathmandu", "1986-01-01"), ("UTC", "2024-02-29"),
  ]

  @Test(arguments: UInt64(0)..<96)
  func firesLikeAScanOfEveryMinute(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let change = Self.changes[Int(seed) % Self.changes.count]
    let schedule = NaiveSchedule(using: &generator)
    let zone = SystemZones.require(change.zone)
    let expression = try CronExpression(parsing: schedule.text, zone: zone)
    let middle = try Instant(iso8601: change.day)
    let window = middle - .seconds(26 * 3_600)..<middle + .seconds(32 * 3_600)
    let scanned = try scan(schedule, in: change.zone, window)
    // Compared outside the macro, which would print thousands of instants.
    let (agreesForwards, agreesBackwards) = (Array(expression.fires(in: window)) == scanned, backwards(expression, window) == scanned)
    #expect(agreesForwards, "seed \(seed): '\(schedule.text)' in \(change.zone)")
    #expect(agreesBackwards, "seed \(seed): '\(schedule.text)' in \(change.zone)")
  }

  private func backwards(_ expression: CronExpression, _ window: Range<Instant>) -> [Instant] {
    var fires: [Instant] = []
    var position = window.upperBound
    while let fire = expression.previous(before: position), fire >= window.lowerBound {
      fires.append(fire)
      position = fire
    }
    return fires.reversed()
  }

  private func scan(_ schedule: NaiveSchedule, in zone: String, _ window: Range<Instant>) throws -> [Instant] {
    let timeZone = try #require(TimeZone(identifier: zone))
    var scanner = MinuteScanner(schedule: schedule)
    var fires: [Instant] = []
    // It begins a while before the window, so that it has seen the wall clock when the window begins.
    for minute in Int(window.lowerBound.secondsSinceEpoch / 60) - 60..<Int(window.upperBound.secondsSinceEpoch / 60) {
      let offset = timeZone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(minute) * 60)) / 60
      let instant = Instant(secondsSinceEpoch: Int64(minute) * 60)
      if scanner.fires(at: minute + offset), window.contains(instant) { fires.append(instant) }
    }
    return fires
  }
}

/// Watches a wall clock minute by minute, and remembers how far it has come.
private struct MinuteScanner {
  let schedule: NaiveSchedule
  /// The first minute that the wall clock has not shown yet.
  private var reached: Int?
  private var days: [Int: NaiveDay] = [:]

  init(schedule: NaiveSchedule) {
    self.schedule = schedule
  }

  /// - Parameter wall: minutes since 1970-01-01T00:00 of the same clock.
  mutating func fires(at wall: Int) -> Bool {
    let before = reached ?? wall
    reached = max(before, wall + 1)
    if schedule.followsWallClock { return allows(wall) }
    // A skipped minute fires now, one that has been shown before does not.
    return wall >= before && (before...wall).contains { allows($0) }
  }

  private mutating func allows(_ wall: Int) -> Bool {
    let date = days[wall / 1_440] ?? NaiveDay(number: wall / 1_440)
    days[wall / 1_440] = date
    return schedule.allows(minuteOfDay: wall % 1_440, of: date)
  }
}
