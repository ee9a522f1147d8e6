import CivilTime
import Cron
import TestSupport
import Testing

@Suite struct CronPropertyTests {
  private static let zones = ["UTC", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin"]

  private func expression(_ seed: UInt64, _ generator: inout SeededGenerator) throws -> CronExpression {
    let zone = SystemZones.require(Self.zones[Int(seed) % Self.zones.count])
    return try CronExpression(parsing: NaiveSchedule(using: &generator).text, zone: zone)
  }

  /// Between 1970 and 2240, with a fraction of a second.
  private func instant(_ generator: inout SeededGenerator) -> Instant {
    Instant(microsecondsSinceEpoch: Int64.random(in: 0..<8_520_000_000_000_000, using: &generator))
  }

  @Test(arguments: UInt64(0)..<120)
  func theNextFireIsLaterAndTheSameFromEverywhereBeforeIt(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let expression = try expression(seed, &generator)
    for _ in 0..<25 {
      let instant = instant(&generator)
      guard let next = expression.next(after: instant) else {
        #expect(expression.neverFires, "seed \(seed): '\(expression)' after \(instant)")
        continue
      }
      #expect(next > instant, "seed \(seed): '\(expression)'")
      #expect(expression.next(after: next - .seconds(1)) == next, "seed \(seed): '\(expression)' before \(next)")
      let between = Instant(
        microsecondsSinceEpoch: .random(in: instant.microsecondsSinceEpoch..<next.microsecondsSinceEpoch, using: &generator))
      #expect(expression.next(after: between) == next, "seed \(seed): '\(expression)' after \(between)")
    }
  }

  @Test(arguments: UInt64(0)..<120)
  func thePreviousFireMirrorsTheNext(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let expression = try expression(seed, &generator)
    for _ in 0..<25 {
      let instant = instant(&generator)
      guard let next = expression.next(after: instant) else { continue }
      #expect(expression.previous(before: next + .microseconds(1)) == next, "seed \(seed): '\(expression)' at \(next)")
      let previous = try #require(expression.previous(before: next), "seed \(seed): '\(expression)' before \(next)")
      #expect(previous <= instant, "seed \(seed): '\(expression)' between \(instant) and \(next)")
      #expect(expression.next(after: previous) == next, "seed \(seed): '\(expression)' after \(previous)")
    }
  }

  @Test(arguments: UInt64(0)..<40)
  func laterInstantsHaveLaterFires(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let expression = try expression(seed, &generator)
    let instants = (0..<40).map { _ in instant(&generator) }.sorted()
    let fires = instants.compactMap { expression.next(after: $0) }
    #expect(fires == fires.sorted(), "seed \(seed): '\(expression)'")
  }

  @Test(arguments: UInt64(0)..<400)
  func describingAndParsingChangeNothing(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let expression = try expression(seed, &generator)
    let again = try CronExpression(parsing: expression.description, zoneNamed: SystemZones.zone(named:))
    #expect(again == expression && again.description == expression.description, "seed \(seed): '\(expression)'")
    let instant = instant(&generator)
    #expect(again.next(after: instant) == expression.next(after: instant), "seed \(seed): '\(expression)'")
  }

  @Test(arguments: UInt64(0)..<300)
  func anExpressionFiresExactlyWhenItIsSatisfiable(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let day = Int.random(in: 28...31, using: &generator)
    let month = Int.random(in: 1...12, using: &generator)
    let year = Int.random(in: 1_970...2_199, using: &generator)
    let weekday = Int.random(in: 0...6, using: &generator)
    let weekdayText = Bool.random(using: &generator) ? "*" : "+\(weekday)"
    let yearText = ["*", "\(year)", "\(year)/3"][Int.random(in: 0..<3, using: &generator)]
    let expression = try CronExpression(parsing: "0 0 0 \(day) \(month) \(weekdayText) \(yearText)")
    let fires = expression.next(after: try Instant(iso8601: "1969-12-31T23:59:59Z")) != nil
    #expect(fires == !expression.neverFires, "seed \(seed): '\(expression)'")
  }

  @Test(arguments: UInt64(0)..<200)
  func noTextCrashesTheParser(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("0123456789*/-,?#+LWHR() \t@:=._~JANMONSUNTZéß\u{0}\n".unicodeScalars)
    for _ in 0..<60 {
      let length = Int.random(in: 0...40, using: &generator)
      let text = String(String.UnicodeScalarView((0..<length).map { _ in alphabet.randomElement(using: &generator) ?? " " }))
      check(text)
    }
  }

  @Test(arguments: UInt64(0)..<200)
  func noMutationOfAnExpressionCrashesTheParser(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      var bytes = Array("TZ=UTC \(NaiveSchedule(using: &generator).text) H(1-5)/2".utf8)
      for _ in 0..<3 { bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator) }
      check(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Whatever was read answers every question; whatever was refused has a place within the text.
  private func check(_ text: String) {
    do {
      let expression = try CronExpression(parsing: text, seed: "s")
      _ = expression.next(after: Instant(secondsSinceEpoch: 1_700_000_000))
      _ = (expression.explain(), expression.warnings.map { $0.rendered(in: text) })
      #expect((try? CronExpression(parsing: expression.description, seed: "s")) == expression, "'\(text)'")
    } catch {
      #expect(error.position + error.length <= text.utf8.count + 4, "'\(text)': \(error)")
      #expect(!error.rendered(in: text).isEmpty)
    }
  }
}
