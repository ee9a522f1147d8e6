import CivilTime
import TestSupport
import Testing

@Suite struct DurationISO8601Tests {
  @Test(arguments: [
    ("PT1H30M", 5_400_000_000), ("P1DT2H", 93_600_000_000), ("P7D", 604_800_000_000), ("PT0.25S", 250_000), ("-PT5S", -5_000_000),
    ("P1Y35D", 400 * 86_400_000_000), ("P2W", 1_209_600_000_000), ("PT0S", 0), ("P1W2DT3S", 777_603_000_000), ("PT1.5H", 5_400_000_000),
    ("PT90M", 5_400_000_000), ("+PT1S", 1_000_000), ("PT0,000001S", 1), ("PT0.0000009S", 0), ("PT36H", 129_600_000_000),
  ])
  func durationsAreRead(text: String, microseconds: Int64) throws {
    #expect(try Duration(iso8601: text) == .microseconds(microseconds))
  }

  @Test(arguments: [
    ("", 0), ("P", 1), ("PT", 2), ("1H", 0), ("P1H", 2), ("PT1D", 3), ("P1M", 2), ("P1Y2M", 4), ("PT1H2", 5), ("PT1M1H", 5),
    ("PT1.5H2M", 6), ("PT1S ", 4), ("P1DT", 4), ("PT.5S", 2), ("PT1.S", 4), ("P999999999Y", 0), ("PT-1S", 2), ("PT1H1H", 5),
  ])
  func otherTextsAreRefusedWithTheirPlace(text: String, position: Int) {
    let error = #expect(throws: ISO8601ParseError.self) { try Duration(iso8601: text) }
    #expect(error?.position == position, "\(error.map(String.init(describing:)) ?? "accepted")")
  }

  @Test func aMonthIsRefusedWithItsReason() {
    let error = #expect(throws: ISO8601ParseError.self) { try Duration(iso8601: "P1M") }
    #expect(error?.description == "'P1M' at position 2: a month has no fixed length; write days")
  }

  @Test(arguments: [
    (Duration.zero, "PT0S"), (.seconds(5_400), "PT1H30M"), (.seconds(93_600), "P1DT2H"), (.milliseconds(250), "PT0.25S"),
    (.seconds(-5), "-PT5S"), (.seconds(86_400), "P1D"), (.microseconds(1), "PT0.000001S"), (.seconds(3_601), "PT1H1S"),
  ])
  func durationsAreWritten(duration: Duration, text: String) {
    #expect(duration.iso8601 == text)
  }

  @Test(arguments: [
    (Duration.zero, "0 s"), (.seconds(90), "1 min 30 s"), (.seconds(5_400), "1 h 30 min"), (.seconds(86_400), "1 d"),
    (.milliseconds(250), "250 ms"), (.milliseconds(1_500), "1.5 s"), (.microseconds(1), "0.000001 s"), (.seconds(-5), "-5 s"),
  ])
  func durationsAreSaid(duration: Duration, words: String) {
    #expect(duration.inWords == words)
  }

  @Test func wholeSecondsStayWholeAsANumber() {
    #expect((Int64(0)...100_000).allSatisfy { Duration.seconds($0).decimalSeconds == Double($0) })
    #expect(Duration.seconds(432_000).decimalSeconds == 432_000)
    #expect(Duration.milliseconds(90_100).decimalSeconds == 90.1)
    #expect(Duration.milliseconds(-250).decimalSeconds == -0.25)
  }

  @Test(arguments: UInt64(0)..<100)
  func writingAndReadingChangeNothing(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let magnitude = Int64.random(in: 0...62, using: &generator)
    let duration = Duration.microseconds(Int64.random(in: -(1 << magnitude)...1 << magnitude, using: &generator))
    #expect(try Duration(iso8601: duration.iso8601) == duration, "seed \(seed): \(duration.iso8601)")
  }
}
