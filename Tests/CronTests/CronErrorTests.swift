import CivilTime
import Cron
import Testing

@Suite struct CronErrorTests {
  private func rendered(_ text: String) -> String {
    do {
      return "accepted: \(try CronExpression(parsing: text))"
    } catch {
      return error.rendered(in: text)
    }
  }

  @Test func anErrorPointsAtThePartThatIsWrong() {
    #expect(
      rendered("0 9 * * MONDAY") == """
        0 9 * * MONDAY
                ^^^^^^
        day-of-week: 'MONDAY' is not a weekday; write MON or 1
        """)
    #expect(
      rendered("0 25 * * *") == """
        0 25 * * *
          ^^
        hour: 25 is out of range 0-23
        """)
    #expect(
      rendered("*/0 * * * *") == """
        */0 * * * *
          ^
        minute: step '0' must be a whole number from 1 to 9999
        """)
  }

  @Test func aMissingPartIsMarkedWhereItShouldStand() {
    #expect(
      rendered("1,,2 * * * *") == """
        1,,2 * * * *
          ^
        minute: empty item in the list
        """)
    #expect(
      rendered("* * * *") == """
        * * * *
               ^
        found 4 fields, expected 5, 6 or 7
        """)
  }

  @Test func anUnknownZoneIsMarked() {
    #expect(
      rendered("TZ=Mars/Base 0 9 * * *") == """
        TZ=Mars/Base 0 9 * * *
           ^^^^^^^^^
        unknown time zone 'Mars/Base'
        """)
  }

  @Test func aLongTextIsCutAroundTheProblem() {
    let text = String(repeating: "1,", count: 100) + "61," + String(repeating: "2,", count: 100) + "2 * * * *"
    let lines = rendered(text).split(separator: "\n")
    #expect(lines[0].count == 122 && lines[0].hasPrefix("…") && lines[0].hasSuffix("…"))
    #expect(lines[1] == String(repeating: " ", count: 61) + "^^")
  }

  @Test func controlCharactersNeverReachTheMessage() {
    #expect(rendered("0\u{1B}[31m 9 * * *").allSatisfy { $0 == "\n" || !$0.isASCII || ($0.asciiValue ?? 0) >= 32 })
    #expect(rendered("0\t25\t* * *").hasPrefix("0 25 * * *\n  ^^\n"))
  }

  @Test func everyIsSentToIntervalSchedules() {
    #expect(rendered("@every 5m").hasSuffix("use an interval schedule"))
  }

  @Test(arguments: ["", "   ", "\n", "TZ=UTC", "\t\r\n"])
  func emptyTextsAreEmpty(text: String) {
    let error = #expect(throws: CronError.self) { try CronExpression(parsing: text) }
    #expect(error?.code == .empty)
  }

  @Test(arguments: ["TZ=/etc/localtime", "TZ=Europe//Paris", "TZ=Europe/", "TZ=../UTC", "TZ=Europe/Stock.holm"])
  func aZoneNameNeverLeavesItsDirectory(prefix: String) {
    let error = #expect(throws: CronError.self) {
      try CronExpression(parsing: "\(prefix) 0 9 * * *", zoneNamed: { _ in .utc })
    }
    #expect(error?.code == .badTimeZone && error?.position == 3)
  }

  @Test func hashingNeedsASeed() {
    let error = #expect(throws: CronError.self) { try CronExpression(parsing: "0 H * * *") }
    #expect(error?.code == .noSeed && error?.field == .hour && error?.position == 2)
  }

  @Test func theFirstProblemFromTheLeftIsReported() {
    let error = #expect(throws: CronError.self) { try CronExpression(parsing: "0 24 32 13 8") }
    #expect(error?.field == .hour)
  }
}
