import CivilTime
import Cron
import Scheduling

/// When a schedule is due, in words.
struct TimingWords {
  private let schedule: Schedule

  init(_ schedule: Schedule) { self.schedule = schedule }

  func words(after instant: Instant) -> String {
    if let chain = schedule.definition.trigger?.chain { return "After \(chain.upstream), \(Self.words(chain.condition))" }
    switch schedule.due?.timing {
    case .cron(let expression): return expression.explain(after: instant)
    case .interval(let seconds, _): return "Every \(Duration.seconds(seconds).inWords)"
    case .once(let due): return "Once, at \(due.iso8601)"
    case .chained: return "After another schedule"
    case nil: return "Never: its record cannot be used"
    }
  }

  private static func words(_ condition: ChainTrigger.Condition) -> String {
    switch condition {
    case .success: "when it has succeeded"
    case .failure: "when it has failed"
    case .any: "when it has ended"
    }
  }
}
