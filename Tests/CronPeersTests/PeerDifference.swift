import CronOracle
import Testing

/// A class of patterns that a peer reads in another way, or not at all.
struct PeerDifference: Sendable, CustomTestStringConvertible {
  let peer: Peer
  let reason: String
  /// A pattern of this class, for which the peer must really differ.
  let example: String
  let applies: @Sendable (WrittenPattern) -> Bool

  var testDescription: String { "\(peer): \(reason)" }

  init(_ peer: Peer, _ reason: String, _ example: String, applies: @escaping @Sendable (WrittenPattern) -> Bool) {
    (self.peer, self.reason, self.example, self.applies) = (peer, reason, example, applies)
  }
}

/// Why a peer is known to answer otherwise than we do; nil when its answer must be ours.
func knownDifference(from peer: Peer, _ pattern: String) -> String? {
  let written = WrittenPattern(pattern)
  return PeerDifference.all.first { $0.peer == peer && $0.applies(written) }?.reason
}

/// Seen with croniter 7.0.0 and cronsim 2.8, on patterns of five fields in UTC.
extension PeerDifference {
  static let all = croniter + cronsim

  private static let croniter = [
    PeerDifference(.croniter, "H is a dialect of croniter's own, which needs a hash id", "H * * * *") { $0.has { $0.text.hasPrefix("H") } },
    PeerDifference(.croniter, "+ is unknown", "0 12 1 * +MON") { $0[.weekday].hasPrefix("+") },
    PeerDifference(.croniter, "a-a is the whole field", "5-5 * * * *") { $0.has(property: \.isEqualRange) },
    PeerDifference(.croniter, "the step begins anew after a wrap", "0 22-4/3 * * *") { $0.has { $0.isWrap && $0.step != nil } },
    PeerDifference(.croniter, "LW and L-n are unknown", "0 0 LW * *") { $0.has(.day) { $0.text.hasPrefix("L") && $0.text != "L" } },
    PeerDifference(.croniter, "dL and #L are unknown, Ld is not", "0 0 * * 5L") { $0.has(.weekday) { $0.text.hasSuffix("L") } },
    PeerDifference(.croniter, "L is unknown before a name", "0 0 * * LFRI") {
      $0.has(.weekday) { $0.text.hasPrefix("L") && Int($0.text.dropFirst()) == nil }
    },
    PeerDifference(.croniter, "# and plain weekdays are not mixed", "0 0 * * 1#1,5") {
      let isNth = $0.items(.weekday).map { $0.text.contains("#") || $0.text.hasPrefix("L") }
      return isNth.contains(true) && isNth.contains(false)
    },
    PeerDifference(.croniter, "a range with # has names only", "0 0 * * 1-5#1") {
      $0.has(.weekday) { $0.text.contains("#") && $0.ends != nil && $0.text.prefix { $0 != "#" }.contains(where: \.isNumber) }
    },
    PeerDifference(.croniter, "#, Ld and W ask for both day fields", "0 0 13 * 5#2") { pattern in
      let isWorkday = pattern.has(.day) { $0.text.contains("W") }
      return pattern.restrictsBothDays && (isWorkday || pattern.has(.weekday) { $0.text.contains("#") || $0.text.hasPrefix("L") })
    },
    PeerDifference(.croniter, "nW moves into short months", "0 9 31W * *") {
      $0.has(.day) { $0.text.contains("W") && (Int($0.text.filter(\.isNumber)) ?? 0) > 28 }
    },
    PeerDifference(.croniter, "a day field of all values is a star, or not, as the other field is written", "0 0 29 * */1") { pattern in
      pattern.restrictsBothDays && [.day, .weekday].contains { pattern.isComplete($0) }
    },
  ]

  private static let cronsim = [
    PeerDifference(.cronsim, "macros are unknown", "@daily", applies: \.isMacro),
    PeerDifference(.cronsim, "H is unknown", "H * * * *") { $0.has { $0.text.hasPrefix("H") } },
    PeerDifference(.cronsim, "+ is unknown", "0 12 1 * +MON") { $0[.weekday].hasPrefix("+") },
    PeerDifference(.cronsim, "? is unknown", "0 0 ? * 1") { $0.text.contains("?") },
    PeerDifference(.cronsim, "ranges do not wrap", "0 22-4 * * *") { $0.has(property: \.isWrap) },
    PeerDifference(.cronsim, "W is known in LW only", "0 0 15W * *") { $0.has(.day) { $0.text.contains("W") && $0.text != "LW" } },
    PeerDifference(.cronsim, "L-n and n-L are unknown", "0 0 L-3 * *") { $0.has(.day) { $0.text.contains("L") && $0.text.contains("-") } },
    PeerDifference(.cronsim, "Ld, #L and L after a name are unknown", "0 0 * * L5") {
      $0.has(.weekday) { $0.text.contains("L") && Int($0.text.dropLast()) == nil }
    },
    PeerDifference(.cronsim, "ranges have no #", "0 0 * * MON-FRI#1") { $0.has(.weekday) { $0.text.contains("#") && $0.ends != nil } },
    PeerDifference(.cronsim, "a-a/n is a/n", "13-13/3 * * * *") { $0.has { $0.isEqualRange && $0.step != nil } },
    PeerDifference(.cronsim, "a/n runs to weekday 7", "0 0 * * 1/2") { $0.has(.weekday) { $0.step != nil && ($0.start ?? 0) > 0 } },
    PeerDifference(.cronsim, "a day field that begins with * asks for both", "0 0 */2 * 1") { pattern in
      pattern.restrictsBothDays && [.day, .weekday].contains { pattern[$0].hasPrefix("*") }
    },
    PeerDifference(.cronsim, "an impossible date is refused", "0 0 30 2 *") { !NaiveSchedule(reading: $0.text, seed: "").allowsAnyDay },
  ]
}
