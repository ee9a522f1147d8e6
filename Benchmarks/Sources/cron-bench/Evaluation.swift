import CivilTime
import Cron

/// The two ways to use a cron library, each over all patterns once.
enum Evaluation: String {
  /// From fire to fire, each expression parsed beforehand.
  case chained
  /// Parse, and find the first fire.
  case parsed

  /// - Returns: how often `next(after:)` was called.
  func run(_ workload: ParsedWorkload) throws -> Int {
    switch self {
    case .chained: workload.expressions.reduce(0) { $0 + Self.chain($1) { _ in } }
    case .parsed: try Self.parseAll(workload)
    }
  }

  /// Calls `next(after:)` through one chain, and hands over every fire.
  @inline(__always)
  static func chain(_ expression: CronExpression, onFire: (Instant) -> Void) -> Int {
    var instant = Workload.start
    for fires in 0..<Workload.chainLength {
      guard let next = expression.next(after: instant), next < Workload.end else { return fires + 1 }
      onFire(next)
      instant = next
    }
    return Workload.chainLength
  }

  private static func parseAll(_ workload: ParsedWorkload) throws -> Int {
    for text in workload.texts {
      let fire = try CronExpression(parsing: text, zone: workload.zone).next(after: Workload.start)
      precondition(fire != nil, "'\(text)' never fires")
    }
    return workload.texts.count
  }
}
