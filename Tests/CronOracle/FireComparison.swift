import CivilTime
import Cron

/// Holds the library's expressions against the scanner.
package struct FireComparison {
  /// A fire that only one of the two knows, or the wrong neighbour of one.
  package struct Disagreement: Sendable, CustomStringConvertible {
    package let expression: String
    package let zone: String
    package let library: Instant?
    package let scanner: Instant?
    package let question: String

    package var description: String {
      let words = { (instant: Instant?) in instant.map { "\($0)" } ?? "nothing" }
      return "'\(expression)' in \(zone): \(question) is \(words(library)) by the library and \(words(scanner)) by the scanner"
    }
  }

  private let zone: ZoneRules
  private let texts: [String]
  private let expressions: [CronExpression]
  private var scanner: WallScanner
  /// Fires that both know.
  package private(set) var fireCount = 0
  package private(set) var minuteCount = 0

  /// - Parameter texts: at most 64, each one read by the library and by the oracle.
  package init(_ texts: [String], in zone: ZoneRules, clock: WallClock) throws {
    self.zone = zone
    self.texts = texts
    expressions = try texts.map { try CronExpression(parsing: $0, zone: zone, seed: ExpressionSample.seed) }
    scanner = WallScanner(texts.map { NaiveSchedule(reading: $0, seed: ExpressionSample.seed) }, clock: clock)
  }

  /// Follows all expressions through a window from fire to fire; the first disagreement of each expression.
  /// - Parameter isThorough: also asks, at each fire, for the one before it, and for the next one from instants in between.
  package mutating func disagreements(in window: Range<Int64>, isThorough: Bool) -> [Disagreement] {
    let beginning = Instant(secondsSinceEpoch: window.lowerBound - 1)
    var walks = expressions.map { Walk(expression: $0, awaited: $0.next(after: beginning)) }
    scanner.scan(window) { second, word in
      var left = word
      while left != 0 {
        walks[left.trailingZeroBitCount].meet(Instant(secondsSinceEpoch: second), isThorough: isThorough)
        left &= left - 1
      }
    }
    minuteCount += Int(window.upperBound - window.lowerBound) / 60
    fireCount += walks.reduce(0) { $0 + $1.count }
    let end = Instant(secondsSinceEpoch: window.upperBound)
    return zip(texts, walks).compactMap { text, walk in
      let problem = walk.problem ?? walk.awaited.flatMap { $0 < end ? ("the next fire", $0, nil) : nil }
      return problem.map { Disagreement(expression: text, zone: zone.name, library: $0.1, scanner: $0.2, question: $0.0) }
    }
  }
}

/// One expression on its way through a window.
private struct Walk {
  let expression: CronExpression
  /// The library's next fire.
  var awaited: Instant?
  var last: Instant?
  var count = 0
  /// The question, the library's answer, the scanner's.
  var problem: (String, Instant?, Instant?)?

  mutating func meet(_ fire: Instant, isThorough: Bool) {
    if problem != nil { return }
    if awaited != fire { problem = ("the next fire", awaited, fire) }
    if isThorough, problem == nil, let last { checkNeighbours(fire, last) }
    count += 1
    last = fire
    awaited = expression.next(after: fire)
  }

  /// Minutes after a fire; together they reach into the second pass of every clock that was put back.
  private static let pauses: [Int64] = [30, 60, 90]

  private mutating func checkNeighbours(_ fire: Instant, _ last: Instant) {
    let previous = expression.previous(before: fire)
    if previous != last { problem = ("the fire before \(fire)", previous, last) }
    for pause in Self.pauses {
      let between = last + .seconds(60 * pause)
      guard between < fire else { return }
      let next = expression.next(after: between)
      if next != fire { problem = ("the fire after \(between)", next, fire) }
    }
  }
}
