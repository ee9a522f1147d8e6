import CivilTime
import Cron
import CronOracle

/// A random expression, and an instant from which to look at its fires.
struct FireQuestion: Sendable, CustomStringConvertible {
  var sample: ExpressionSample
  var zone: String
  var instant: Instant

  static let zones = [
    "UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin", "Antarctica/Troll",
  ]

  /// Anywhere, or within a day of a clock change.
  static func random(using generator: inout SplitMix64) throws -> FireQuestion {
    let sample = ExpressionSample.random(zones: zones, using: &generator)
    if generator.isOneOf(percent: 50) {
      return FireQuestion(sample: sample, zone: generator.pick(zones), instant: randomInstant(using: &generator))
    }
    let change = generator.pick(CronScanTests.changes)
    let seconds = Int64.random(in: -26 * 3_600..<32 * 3_600, using: &generator)
    return FireQuestion(sample: sample, zone: change.zone, instant: try Instant(iso8601: change.day) + .seconds(seconds))
  }

  /// Between 1970 and 2240, with fractions of a second.
  static func randomInstant(using generator: inout SplitMix64) -> Instant {
    Instant(microsecondsSinceEpoch: .random(in: 0..<8_520_000_000_000_000, using: &generator))
  }

  /// Plainer questions: in UTC, at a whole second, about an expression that says less.
  var shrunk: [FireQuestion] {
    var smaller: [FireQuestion] = []
    if zone != "UTC" { smaller.append(FireQuestion(sample: sample, zone: "UTC", instant: instant)) }
    let whole = Instant(secondsSinceEpoch: instant.secondsSinceEpoch)
    if whole != instant { smaller.append(FireQuestion(sample: sample, zone: zone, instant: whole)) }
    return smaller + sample.shrunk.map { FireQuestion(sample: $0, zone: zone, instant: instant) }
  }

  func expression() throws -> CronExpression {
    try CronExpression(
      parsing: sample.text, zone: SystemZones.require(zone), seed: ExpressionSample.seed, zoneNamed: SystemZones.zone(named:))
  }

  var description: String { "\(sample) in \(zone) at \(instant)" }
}
