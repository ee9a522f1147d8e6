import CivilTime
import Cron
import Foundation
import Scheduling
import TestSupport
import Testing

@Suite struct DueSpanTests {
  /// What is folded is what walking finds.
  private func expectAWalk(over due: DueInstants, after: Instant, through: Instant, newest: Int) {
    var walked: [Instant] = []
    while let next = due.next(after: walked.last ?? after), next <= through { walked.append(next) }

    let span = due.span(after: after, through: through, newest: newest)
    #expect(span?.count ?? 0 == walked.count)
    #expect(span?.first == walked.first && span?.last == walked.last)
    #expect(span?.newest ?? [] == walked.suffix(newest))
    #expect(span?.lastUnlisted == walked.dropLast(newest).last)
  }

  /// What a division says of a grid is what walking over it says.
  @Test(arguments: 0..<200 as Range<UInt64>) func aGridIsFoldedAsIfItWereWalked(seed: UInt64) {
    var chance = SeededGenerator(seed: seed)
    let anchor = Instant(secondsSinceEpoch: Int64.random(in: -5000...5000, using: &chance))
    func perhaps(_ milliseconds: ClosedRange<Int64>) -> Instant? {
      Bool.random(using: &chance) ? anchor.advanced(by: .milliseconds(Int64.random(in: milliseconds, using: &chance))) : nil
    }
    let (start, end) = (perhaps(-9_000_000...9_000_000), perhaps(0...19_000_000))
    let due = DueInstants(
      timing: .interval(seconds: Int64.random(in: 1...900, using: &chance), anchor: anchor), start: start, end: end)
    let after = anchor.advanced(by: .milliseconds(Int64.random(in: -9_000_000...9_000_000, using: &chance)))
    let through = after.advanced(by: .milliseconds(Int64.random(in: 0...19_000_000, using: &chance)))
    expectAWalk(over: due, after: after, through: through, newest: [1, 2, 3, 10, 100].randomElement(using: &chance) ?? 1)
  }

  /// The same of cron expressions, over days on which clocks change.
  @Test(arguments: 0..<60 as Range<UInt64>) func aCronExpressionIsFoldedAsIfItWereWalked(seed: UInt64) throws {
    var chance = SeededGenerator(seed: seed)
    let file = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/Europe/Berlin"))
    let berlin = try ZoneRules(name: "Europe/Berlin", tzif: Array(file))
    let texts = ["*/7 * * * *", "5,35 1-3 * * *", "30 2 * * *", "0 */2 * * MON-FRI", "0 0 29 2 *"]
    let text = try #require(texts.randomElement(using: &chance))
    let begin = Instant(secondsSinceEpoch: 1_774_000_000 + Int64.random(in: 0...2_000_000, using: &chance))
    let end = Bool.random(using: &chance) ? begin.advanced(by: .seconds(Int64.random(in: 0...4_000_000, using: &chance))) : nil
    let due = DueInstants(timing: .cron(try CronExpression(parsing: text, zone: berlin)), end: end)
    let through = begin.advanced(by: .milliseconds(Int64.random(in: 0...2_000_000_000, using: &chance)))
    expectAWalk(over: due, after: begin, through: through, newest: [1, 2, 3, 10, 100].randomElement(using: &chance) ?? 1)
  }

  @Test func fiveYearsOfSecondsAreFoldedAtOnce() {
    let due = DueInstants(timing: .interval(seconds: 1, anchor: .epoch))
    let years = Instant(secondsSinceEpoch: 5 * 365 * 86_400)
    let span = due.span(after: .epoch, through: years, newest: 10_000)
    #expect(span?.count == 157_680_000 && span?.newest.count == 10_000 && span?.last == years)
  }
}
