import CivilTime
import Cron

/// Gives any text to the parser, and to what it makes of it every question.
package enum TextSample {
  /// What cron expressions, good and bad, are made of.
  package static let pieces: [[UInt8]] = [
    "*", "/", "-", ",", "#", "?", "+", "L", "W", "LW", "L-", "H", "H(", ")", "H(1-5)/2", "*/", "0", "7", "59", "60", "9999", "00000",
    "2199",
    "JAN", "SUN", "MON-FRI#1", "5L", "#L", "@", "@daily", "@reboot", "@every 5m", "TZ=", "CRON_TZ=", "TZ=UTC ", " ", "\t", "\n", "\u{0}",
    "\u{a0}", "é", "🕰", "1970-2199/",
  ].map { Array($0.utf8) }

  /// Random bytes, or an expression that was damaged.
  package static func random(using generator: inout SplitMix64) -> String {
    if generator.isOneOf(percent: 10) { return String(decoding: ByteMutation.random(length: 0...64, using: &generator), as: UTF8.self) }
    let good = Array(ExpressionSample.random(zones: ["UTC", "Europe/Dublin", "Mars/Base"], using: &generator).text.utf8)
    return String(decoding: ByteMutation.mutate(good, pieces: pieces, using: &generator), as: UTF8.self)
  }

  /// Nil when all is well. What is refused must have a place within the text, and what is read must read itself again.
  package static func problem(_ text: String) -> String? {
    do {
      return problem(in: try CronExpression(parsing: text, seed: ExpressionSample.seed), text)
    } catch {
      if error.position < 0 || error.position + error.length > text.utf8.count { return "\(error) stands beyond the text" }
      return error.rendered(in: text).isEmpty ? "\(error) is rendered as nothing" : nil
    }
  }

  private static func problem(in expression: CronExpression, _ text: String) -> String? {
    for instant in [Instant.distantPast, Instant(secondsSinceEpoch: 1_700_000_000), .distantFuture] {
      if let next = expression.next(after: instant), next <= instant { return "the fire after \(instant) is \(next)" }
      if let previous = expression.previous(before: instant), previous >= instant { return "the fire before \(instant) is \(previous)" }
    }
    if expression.explain().isEmpty { return "it is explained by nothing" }
    for warning in expression.warnings where warning.position + warning.length > text.utf8.count {
      return "the warning \(warning) stands beyond the text"
    }
    let again = try? CronExpression(parsing: expression.description, seed: ExpressionSample.seed)
    return again == expression ? nil : "'\(expression)', its description, is another expression"
  }
}
