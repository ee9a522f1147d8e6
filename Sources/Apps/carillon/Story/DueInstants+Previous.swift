import CivilTime
import Cron
import Scheduling

extension DueInstants {
  /// The last due instant strictly before `instant`; nil when there is none.
  func previous(before instant: Instant) -> Instant? {
    // `end` is exclusive, and so is the search.
    let ceiling = end.map { min(instant, $0) } ?? instant
    guard let due = unboundedPrevious(before: ceiling) else { return nil }
    if let start, due < start { return nil }
    return due
  }

  func isDue(at instant: Instant) -> Bool { next(after: instant.advanced(by: .microseconds(-1))) == instant }

  private func unboundedPrevious(before instant: Instant) -> Instant? {
    switch timing {
    case .cron(let expression): return expression.previous(before: instant)
    case .chained: return nil
    case .once(let due): return due < instant ? due : nil
    case .interval(let seconds, let anchor):
      let elapsed = instant.microsecondsSinceEpoch - anchor.microsecondsSinceEpoch
      let (steps, rest) = (elapsed - 1).quotientAndRemainder(dividingBy: seconds * 1_000_000)
      return anchor.advanced(by: .seconds((rest < 0 ? steps - 1 : steps) * seconds))
    }
  }
}
