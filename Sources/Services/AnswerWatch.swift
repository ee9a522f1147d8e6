import Scheduling

/// Sees from look to look for how long calls to targets have not come back.
///
/// Only time in which the daemon ran counts: what ends a call stands still while the machine sleeps, or the daemon. No step of the clock
/// counts.
struct AnswerWatch: Sendable {
  /// The calls that had not come back at the last look, and for how long that was seen.
  private var waits: [AwaitedAnswer: Duration] = [:]
  private var lastLook: Duration?

  /// Looks come a minute apart: in a longer stretch the machine slept, or the daemon stood still.
  private static let longestStretch: Duration = .seconds(90)

  /// - Parameter elapsed: of the clock, at this look.
  mutating func goOn(_ answers: [AwaitedAnswer], elapsed: Duration) {
    let stretch = elapsed - (lastLook ?? elapsed)
    let passed = stretch <= Self.longestStretch ? stretch : .zero
    let before = waits
    waits = [:]
    for answer in answers { waits[answer] = before[answer].map { $0 + passed } ?? .zero }
    lastLook = elapsed
  }

  /// The calls that have taken longer than they may.
  var overdue: [AwaitedAnswer] {
    waits.filter { $0.value > $0.key.limit }.map(\.key).sorted { $0.fire < $1.fire }
  }
}
