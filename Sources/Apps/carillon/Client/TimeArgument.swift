import CivilTime
import ControlMessages

/// A time as the command line gives it: ISO 8601, or how long from now.
struct TimeArgument {
  let text: String

  /// An instant: `2026-11-21T02:00:00Z`.
  func instant(_ option: String) throws(ControlProblem) -> Instant {
    do throws(ISO8601ParseError) {
      return try Instant(iso8601: text)
    } catch {
      throw ControlProblem(.badRequest, "\(option) \(error); write a time such as 2026-11-21T02:00:00Z")
    }
  }

  /// An instant, or a duration from `now`: `2h`, `1d12h`, `PT90M`.
  func instant(_ option: String, from now: Instant) throws(ControlProblem) -> Instant {
    if let duration = duration { return now.advanced(by: duration) }
    do throws(ISO8601ParseError) {
      return try Instant(iso8601: text)
    } catch {
      throw ControlProblem(.badRequest, "\(option) \(text): give a time such as 2026-11-21T02:00:00Z, or how long from now: 90m, 2h, 1d12h")
    }
  }

  /// A duration above zero: `20m`.
  func duration(_ option: String) throws(ControlProblem) -> Duration {
    guard let duration, duration > .zero else {
      throw ControlProblem(.badRequest, "\(option) \(text): give a duration such as 45s, 20m, 2h")
    }
    return duration
  }

  private static let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400]
  /// A century: longer is a typing error.
  private static let longest: Int64 = 100 * 365 * 86_400

  private var duration: Duration? {
    if text.hasPrefix("P") { return try? Duration(iso8601: text) }
    var (seconds, number): (Int64, Int64?) = (0, nil)
    for character in text {
      if let digit = character.wholeNumberValue, character.isASCII {
        number = (number ?? 0) * 10 + Int64(digit)
      } else {
        guard let unit = Self.units[character], let count = number else { return nil }
        seconds += count * unit
        number = nil
      }
      guard seconds <= Self.longest, (number ?? 0) <= Self.longest else { return nil }
    }
    return number == nil && seconds > 0 ? .seconds(seconds) : nil
  }
}
