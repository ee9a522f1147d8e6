import CivilTime
import Cron
import CronOracle
import Testing

/// What holds for every expression, in every zone, at every instant.
@Suite struct CronPropertyTests {
  private func forEveryQuestion(seed: UInt64, count: Int, _ check: (FireQuestion, CronExpression) throws -> String?) throws {
    try forAll(seed: seed, count: count, generate: FireQuestion.random, shrink: \.shrunk) { question in
      try check(question, try question.expression())
    }
  }

  @Test func theNextFireIsLaterAndTheSameFromEverywhereBeforeIt() throws {
    try forEveryQuestion(seed: 1_000, count: 1_500) { question, expression in
      guard let next = expression.next(after: question.instant) else { return nil }
      if next <= question.instant { return "the next fire, \(next), is not later" }
      if expression.next(after: next - .seconds(1)) != next { return "\(next) does not follow the second before it" }
      let middle = (question.instant.microsecondsSinceEpoch + next.microsecondsSinceEpoch) / 2
      let fromMiddle = expression.next(after: Instant(microsecondsSinceEpoch: middle))
      return fromMiddle == next ? nil : "next is \(next), but half way to it \(fromMiddle.map { "\($0)" } ?? "nothing")"
    }
  }

  @Test func thePreviousFireMirrorsTheNext() throws {
    try forEveryQuestion(seed: 10_000, count: 1_500) { question, expression in
      guard let next = expression.next(after: question.instant) else { return nil }
      if expression.previous(before: next + .microseconds(1)) != next { return "\(next) does not precede the microsecond after it" }
      guard let previous = expression.previous(before: next) else { return nil }
      if previous > question.instant { return "\(previous) lies between the instant and its next fire \(next)" }
      return expression.next(after: previous) == next ? nil : "\(previous) precedes \(next), which does not follow it"
    }
  }

  @Test func laterInstantsHaveLaterFires() throws {
    try forEveryQuestion(seed: 20_000, count: 300) { question, expression in
      var generator = SplitMix64(seed: UInt64(question.instant.microsecondsSinceEpoch))
      let instants = (0..<20).map { _ in FireQuestion.randomInstant(using: &generator) }.sorted()
      let fires = instants.map { expression.next(after: $0) ?? .distantFuture }
      return fires == fires.sorted() ? nil : "after \(instants) come \(fires)"
    }
  }

  @Test func countingFindsWhatWalkingFinds() throws {
    try forEveryQuestion(seed: 25_000, count: 600) { question, expression in
      var generator = SplitMix64(seed: UInt64(bitPattern: question.instant.microsecondsSinceEpoch))
      let fires = Array(expression.fires(after: question.instant).prefix(Int.random(in: 1...2_000, using: &generator)))
      guard let last = fires.last else {
        let count = expression.count(after: question.instant, through: question.instant + .seconds(400 * 86_400))
        return count == 0 ? nil : "\(count) fires are counted where none comes"
      }
      let start = Int.random(in: 0..<fires.count, using: &generator)
      let bounds = [
        (question.instant, last, fires.count), (question.instant, last - .microseconds(1), fires.count - 1),
        (fires[start], last, fires.count - start - 1), (fires[start] - .microseconds(1), last + .milliseconds(999), fires.count - start),
      ]
      for (after, through, expected) in bounds {
        let count = expression.count(after: after, through: through)
        if count != expected { return "after \(after) and through \(through) are \(expected) fires, not \(count)" }
      }
      return nil
    }
  }

  @Test func describingAndParsingChangeNothing() throws {
    try forEveryQuestion(seed: 30_000, count: 1_000) { question, expression in
      let canonical = expression.description
      let again = try CronExpression(parsing: canonical, seed: ExpressionSample.seed, zoneNamed: SystemZones.zone(named:))
      if again != expression { return "'\(canonical)' is another expression" }
      if again.description != canonical { return "'\(canonical)' describes itself as '\(again)'" }
      let agrees = again.next(after: question.instant) == expression.next(after: question.instant)
      return agrees ? nil : "'\(canonical)' fires at another time"
    }
  }

  @Test func theDaysAreThoseOfACalendarOnPaper() throws {
    let generate = { (generator: inout SplitMix64) in
      (text: ExpressionSample.randomDays(using: &generator), year: Int64.random(in: 1_971...2_190, using: &generator))
    }
    try forAll(seed: 90_000, count: 150, generate: generate) { text, year in
      let first = CivilCalendar.dayNumber(year: year, month: 1, day: 1)
      let days = first..<first + 3_000
      let expected = NaiveSchedule(reading: text, seed: ExpressionSample.seed).days(in: days)
      let expression = try CronExpression(parsing: text, seed: ExpressionSample.seed)
      let bounds = days.lowerBound * CivilCalendar.secondsPerDay..<days.upperBound * CivilCalendar.secondsPerDay
      let fires = expression.fires(in: Instant(secondsSinceEpoch: bounds.lowerBound)..<Instant(secondsSinceEpoch: bounds.upperBound))
      let found = fires.map { $0.secondsSinceEpoch / CivilCalendar.secondsPerDay }
      guard let wrong = zip(found, expected).first(where: { $0 != $1 }) else {
        return found.count == expected.count ? nil : "\(found.count) days from \(year) on instead of \(expected.count)"
      }
      return "day number \(wrong.0) instead of \(wrong.1)"
    }
  }

  /// Dates on the brink: the days that some months lack, with weekdays and years.
  private func rareDate(using generator: inout SplitMix64) -> String {
    let day = generator.pick(["29", "30", "31", "29-31", "L-28", "L-29", "L-30", "29W", "31W", "30-L", "5#5", "*"])
    let month = generator.pick(["2", "2", "2,4", "4,6", "FEB-APR/2", "9", "11/2"])
    let weekday = generator.pick(["*", "*", "+0", "+MON", "+FRI#5", "+6#1", "+SUNL", "5#5", "?"])
    let first = Int.random(in: 1_970...2_199, using: &generator)
    let year = generator.pick(["", " *", " \(first)", " \(first)/3", " \(first)-\(min(2_199, first + 9))/2"])
    return "0 0 0 \(day.contains("#") ? "*" : day) \(month) \(weekday)\(year)"
  }

  @Test func anExpressionFiresExactlyWhenSomeDayIsAllowed() throws {
    let generate = { (generator: inout SplitMix64) in
      generator.isOneOf(percent: 50) ? rareDate(using: &generator) : ExpressionSample.random(using: &generator).text
    }
    try forAll(seed: 40_000, count: 400, generate: generate) { text in
      let expression = try CronExpression(parsing: text, seed: ExpressionSample.seed)
      let isSatisfiable = NaiveSchedule(reading: text, seed: ExpressionSample.seed).allowsAnyDay
      if expression.neverFires == isSatisfiable { return "neverFires is \(expression.neverFires)" }
      let fires = expression.next(after: Instant(secondsSinceEpoch: -1)) != nil
      return fires == isSatisfiable ? nil : "some day is allowed: \(isSatisfiable), but it fires: \(fires)"
    }
  }
}
