import CivilTime
import TestSupport
import Testing

@Suite struct CivilCalendarTests {
  /// Counts the days of 800 years one by one, which is every case the calendar has.
  @Test func everyDayOfTwoCyclesHasItsDate() {
    var (year, month, day): (Int64, Int, Int) = (1_600, 1, 1)
    let start = CivilCalendar.dayNumber(year: year, month: month, day: day)
    #expect(start == -135_140)
    for number in start..<start + 2 * 146_097 {
      let date = CivilCalendar.date(ofDay: number)
      if date != (year, month, day) || CivilCalendar.dayNumber(year: year, month: month, day: day) != number {
        Issue.record("day \(number) is \(year)-\(month)-\(day), not \(date)")
        return
      }
      let isLeap = year % 4 == 0 && year % 100 != 0 || year % 400 == 0
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      day += 1
      if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
  }

  @Test(arguments: UInt64(0)..<100)
  func farDaysComeBackFromTheirDates(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let number = Int64.random(in: -1 << 45...1 << 45, using: &generator)
    let date = CivilCalendar.date(ofDay: number)
    #expect(CivilCalendar.dayNumber(year: date.year, month: date.month, day: date.day) == number, "seed \(seed)")
  }

  @Test func weekdaysAreCountedFromAThursday() {
    #expect(CivilCalendar.weekday(ofDay: 0) == 4)
    #expect(CivilCalendar.weekday(ofDay: -1) == 3)
    #expect(CivilDateTime(year: 2026, month: 11, day: 21)?.weekday == 6)
  }

  @Test func onlyRealDatesAndTimesExist() {
    #expect(CivilDateTime(year: 2023, month: 2, day: 29) == nil)
    #expect(CivilDateTime(year: 2024, month: 2, day: 29) != nil)
    #expect(CivilDateTime(year: 2024, month: 13, day: 1) == nil)
    #expect(CivilDateTime(year: 2024, month: 1, day: 0) == nil)
    #expect(CivilDateTime(year: 2024, month: 1, day: 1, hour: 24) == nil)
    #expect(CivilDateTime(year: 2024, month: 1, day: 1, second: 60) == nil)
    #expect(CivilDateTime(year: .max, month: 1, day: 1) == nil)
  }

  @Test(arguments: UInt64(0)..<100)
  func localSecondsAndFieldsAreTheSameThing(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let seconds = Int64.random(in: -9_000_000_000_000...9_000_000_000_000, using: &generator)
    let civil = CivilDateTime(localSeconds: seconds)
    #expect(civil.localSeconds == seconds, "seed \(seed): \(civil)")
    #expect(
      CivilDateTime(year: civil.year, month: civil.month, day: civil.day, hour: civil.hour, minute: civil.minute, second: civil.second)
        == civil)
  }
}
