import CivilTime
import Cron
import CronOracle
import Testing

/// Compares the search with a scan of every minute, in Foundation's idea of the zone.
@Suite struct CronScanTests {
  /// A zone and the day of a change of its clock: hours, half hours, a day, at midnight, in both directions.
  static let changes: [(zone: String, day: String)] = [
    ("America/New_York", "2024-03-10"), ("America/New_York", "2024-11-03"), ("Australia/Lord_Howe", "2024-10-06"),
    ("Australia/Lord_Howe", "2024-04-07"), ("Pacific/Apia", "2011-12-30"), ("Antarctica/Troll", "2024-03-31"),
    ("Antarctica/Troll", "2024-10-27"), ("Europe/Dublin", "2024-10-27"), ("America/Sao_Paulo", "2018-11-04"),
    ("America/Sao_Paulo", "2018-02-17"), ("Africa/Casablanca", "2024-03-10"), ("Pacific/Chatham", "2024-09-29"),
    ("America/St_Johns", "2006-04-02"), ("America/St_Johns", "2006-10-29"), ("Asia/Kathmandu", "1986-01-01"), ("UTC", "2024-02-29"),
  ]

  private struct Window: CustomStringConvertible {
    var sample: ExpressionSample
    let zone: String
    let middle: Instant

    var shrunk: [Window] { sample.shrunk.map { Window(sample: $0, zone: zone, middle: middle) } }
    var description: String { "\(sample) in \(zone) around \(middle)" }
  }

  /// Nothing fires between an instant and the next fire, and the fire itself does.
  @Test func firesLikeAScanOfEveryMinute() throws {
    let generate = { (generator: inout SplitMix64) in
      let change = generator.pick(Self.changes)
      return Window(sample: .random(using: &generator), zone: change.zone, middle: try Instant(iso8601: change.day))
    }
    try forAll(seed: 70_000, count: 250, generate: generate, shrink: \.shrunk) { window in
      let zone = SystemZones.require(window.zone)
      let middle = window.middle.secondsSinceEpoch
      let span = middle - 26 * 3_600..<middle + 32 * 3_600
      var comparison = try FireComparison([window.sample.text], in: zone, clock: try FoundationClock.around(span, in: window.zone))
      return comparison.disagreements(in: span, isThorough: true).first?.description
    }
  }

  /// The odd ones of all zones; `make zones` checks every one, through all changes and a whole year.
  @Test(arguments: [
    "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll", "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin",
    "America/Sao_Paulo", "Asia/Tehran", "Asia/Gaza", "America/Nuuk",
  ])
  func fiftyExpressionsFireLikeTheScanAroundEveryChangeOfThreeYears(name: String) throws {
    let beginning = try Instant(iso8601: "2016-12-28").secondsSinceEpoch
    let span = beginning..<beginning + 3 * 366 * 86_400
    let clock = try FoundationClock.around(span, in: name)
    var comparison = try FireComparison(ZoneExpressions.all, in: SystemZones.require(name), clock: clock)
    let windows = [beginning + 3 * 86_400..<beginning + 10 * 86_400] + clock.changes.map { $0 / 60 * 60 - 86_400..<$0 / 60 * 60 + 86_400 }
    for window in windows {
      let disagreements = comparison.disagreements(in: window, isThorough: true)
      #expect(disagreements.isEmpty, "\(disagreements)")
    }
    #expect(comparison.fireCount > 10_000)
  }
}
