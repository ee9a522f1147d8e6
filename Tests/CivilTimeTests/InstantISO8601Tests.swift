import CivilTime
import TestSupport
import Testing

@Suite struct InstantISO8601Tests {
  @Test(arguments: [
    ("2026-11-21T02:00:00Z", "2026-11-21T02:00:00Z"), ("2026-11-21 02:00:00", "2026-11-21T02:00:00Z"),
    ("2026-11-21t02:00:00z", "2026-11-21T02:00:00Z"), ("2026-11-21T03:00:00+01:00", "2026-11-21T02:00:00Z"),
    ("2026-11-21T03:00:00+0100", "2026-11-21T02:00:00Z"), ("2026-11-21T03:00:00+01", "2026-11-21T02:00:00Z"),
    ("2026-11-20T22:30:00-03:30", "2026-11-21T02:00:00Z"), ("2026-11-21", "2026-11-21T00:00:00Z"),
    ("2026-11-21T02:00", "2026-11-21T02:00:00Z"), ("2026-11-21T02:00:00.5Z", "2026-11-21T02:00:00.500Z"),
    ("2026-11-21T02:00:00.123456789123456789123Z", "2026-11-21T02:00:00.123456Z"),
    ("2026-11-21T02:00:00,000001", "2026-11-21T02:00:00.000001Z"),
    ("2026-11-21T02:00:00.0000009", "2026-11-21T02:00:00Z"), ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"), ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
    ("-0001-12-31T00:00:00Z", "-0001-12-31T00:00:00Z"), ("+12026-01-01T00:00:00Z", "+12026-01-01T00:00:00Z"),
  ])
  func variantsAreRead(text: String, canonical: String) throws {
    #expect(try Instant(iso8601: text).iso8601 == canonical)
  }

  @Test(arguments: [
    ("", 0), ("2026", 4), ("2026-13-01", 5), ("2026-02-30", 8), ("2023-02-29", 8), ("2026-11-21X", 10), ("2026-11-21T24:00:00Z", 11),
    ("2026-11-21T02:60:00Z", 14), ("2026-11-21T02:00:60Z", 17), ("2026-11-21T02:00:00.Z", 20), ("2026-11-21T02:00:00Z ", 20),
    ("2026-11-21T02:00:00+24:00", 20), ("2026-11-21T02:00:00+01:6", 23), ("2026-11-21T02", 13), ("26-11-21", 0), ("2026-1-1", 5),
    ("2026-11-21T02:00:00 UTC", 19), ("+999999-01-01", 0), ("2026-W01-1", 5), ("２０２６-11-21", 0),
  ])
  func otherTextsAreRefusedWithTheirPlace(text: String, position: Int) {
    let error = #expect(throws: ISO8601ParseError.self) { try Instant(iso8601: text) }
    #expect(error?.position == position, "\(error.map(String.init(describing:)) ?? "accepted")")
  }

  @Test func anErrorSaysWhatIsWrong() {
    let error = #expect(throws: ISO8601ParseError.self) { try Instant(iso8601: "2026-02-30") }
    #expect(error?.description == "'2026-02-30' at position 8: day 30 is not in 1…28")
  }

  @Test func namesWithoutPunctuationAreCompact() throws {
    #expect(try Instant(iso8601: "2026-11-21T02:00:00.5Z").compactISO8601 == "20261121T020000Z")
  }

  @Test(arguments: UInt64(0)..<100)
  func writingAndReadingChangeNothing(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let instant = Instant(microsecondsSinceEpoch: .random(in: .min ... .max, using: &generator))
    #expect(try Instant(iso8601: instant.iso8601) == instant, "seed \(seed): \(instant)")
  }

  @Test func theEndsOfTimeCanBeWritten() throws {
    #expect(try Instant(iso8601: Instant.distantFuture.iso8601) == .distantFuture)
    #expect(try Instant(iso8601: Instant.distantPast.iso8601) == .distantPast)
  }

  @Test(arguments: UInt64(0)..<50)
  func noTextCrashesTheReader(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<40 {
      var bytes = Array("2026-11-21T02:00:00.123+01:00".utf8.prefix(.random(in: 0...29, using: &generator)))
      for _ in 0..<2 where !bytes.isEmpty { bytes[.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator) }
      let text = String(decoding: bytes, as: UTF8.self)
      if let instant = try? Instant(iso8601: text) { #expect((try? Instant(iso8601: instant.iso8601)) == instant, "'\(text)'") }
      _ = try? Duration(iso8601: "P" + text)
    }
  }
}
