import Foundation
import Testing

/// A place where a debug build can be made to die (`FaultPoint`), spelled out here once more, with how it is brought there.
struct CrashLabel: Sendable, CustomTestStringConvertible {
  /// What happens while the daemon is on its way to the point.
  enum Approach: Sendable {
    /// Fires come due.
    case fires
    /// It gets there at every start.
    case start
    /// It is told to read its files again.
    case reload
    /// It is told to stop.
    case stop
    /// A life before left a fire in doubt.
    case doubt
    /// A server's schedules are read and reported on.
    case server
  }

  let name: String
  let approach: Approach

  var testDescription: String { name }

  static let all = [
    CrashLabel("before-claim-commit", .fires), CrashLabel("after-claim-commit", .fires), CrashLabel("before-start", .fires),
    CrashLabel("after-answer", .fires), CrashLabel("after-start-record", .fires), CrashLabel("after-outcome-record", .fires),
    CrashLabel("after-attempt-record", .fires), CrashLabel("before-look-up", .doubt), CrashLabel("during-catch-up", .start),
    CrashLabel("during-retention", .start), CrashLabel("before-ready", .start), CrashLabel("during-reload", .reload),
    CrashLabel("during-drain", .stop), CrashLabel("during-sync", .server), CrashLabel("before-delivery", .server),
    CrashLabel("after-delivery", .server),
  ]

  private init(_ name: String, _ approach: Approach) { (self.name, self.approach) = (name, approach) }

  /// What a life is told, the first being 0. Points that come often are met at their first, second and third time.
  func fault(life: Int) -> String {
    switch approach {
    case .fires, .server: "\(name):\(1 + life % 3)"
    case .start, .stop: "\(name):1"
    // The files are read at the start too.
    case .reload: "\(name):2"
    case .doubt: life == 0 ? "before-start:1" : "\(name):1"
    }
  }

  /// 20, or `CARILLON_CRASH_REPEATS`.
  static let repeats = ProcessInfo.processInfo.environment["CARILLON_CRASH_REPEATS"].flatMap { Int($0) } ?? 20
}
