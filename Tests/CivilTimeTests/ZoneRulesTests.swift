import CivilTime
import Foundation
import TestSupport
import Testing

@Suite struct ZoneRulesTests {
  /// Zones with every kind of history: whole hours, halves, quarters, negative daylight time, Ramadan, midnight changes, skipped days.
  static let names = [
    "America/New_York", "Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns",
    "America/Sao_Paulo", "Antarctica/Troll", "Asia/Gaza", "America/Nuuk", "Asia/Pyongyang", "Pacific/Chatham", "Africa/Monrovia",
    "Etc/GMT+12",
  ]

  @Test(arguments: names)
  func offsetsAreThoseOfTheSystem(name: String) throws {
    let zone = try SystemZones.zone(name)
    let system = try #require(TimeZone(identifier: name))
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<300 {
      let seconds = Int64.random(in: 0..<2_100_000_000, using: &generator)
      let expected = system.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
      #expect(zone.offset(at: Instant(secondsSinceEpoch: seconds)).seconds == expected, "\(name) at \(seconds)")
    }
  }

  @Test func everyZoneOfTheSystemCanBeRead() throws {
    for name in TimeZone.knownTimeZoneIdentifiers where FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/\(name)") {
      let zone = try SystemZones.zone(name)
      #expect(-50_000...54_000 ~= zone.offset(at: .distantFuture).seconds, "\(name)")
    }
  }

  @Test(arguments: names)
  func segmentsFollowEachOtherWithoutGaps(name: String) throws {
    let zone = try SystemZones.zone(name)
    var segment = zone.segment(at: -4_000_000_000)
    while segment.end < 10_000_000_000 {
      let next = zone.segment(at: segment.end)
      #expect(next.start == segment.end && next.highWaterMark >= segment.wallEnd, "\(name) at \(segment.end)")
      #expect(zone.segment(at: next.start) == next && zone.segment(at: next.end - 1) == next, "\(name) at \(next.start)")
      segment = next
    }
  }

  @Test func theRuleGoesOnForEver() throws {
    let zone = try SystemZones.zone("Europe/Stockholm")
    for year in [2_198, 2_199, 2_200, 2_201, 2_600, 9_999] {
      #expect(
        zone.offset(at: try Instant(iso8601: "\(year)-07-01T00:00:00Z"))
          == ZoneOffset(seconds: 7_200, isDaylight: true, abbreviation: "CEST"))
      #expect(zone.offset(at: try Instant(iso8601: "\(year)-12-31T23:59:59Z")).abbreviation == "CET")
    }
  }

  /// Found by damaging files: the table then ended before an offset of the rule was ever seen.
  @Test func aRuleBehindALateTableKnowsOffsetsThatTheFileDoesNotName() throws {
    let late = try Instant(iso8601: "2300-06-01").secondsSinceEpoch
    let file = TZifFile(transitions: [(late, 1)], types: [(0, 0, 0), (600, 0, 0)], footer: "CET-1CEST,M3.5.0,M10.5.0/3")
    let zone = try ZoneRules(name: "Test/Zone", tzif: file.bytes)
    #expect(zone.offset(at: try Instant(iso8601: "2400-01-15")) == ZoneOffset(seconds: 3_600, isDaylight: false, abbreviation: "CET"))
    #expect(zone.offset(at: try Instant(iso8601: "2400-07-15")) == ZoneOffset(seconds: 7_200, isDaylight: true, abbreviation: "CEST"))
  }

  /// Rule, an instant in UTC, and the offset in force.
  static let rules: [(String, String, Int)] = [
    ("<+03>-3", "2050-07-01", 10_800), ("<-03>3", "2050-07-01", -10_800), ("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-01-15", 0),
    ("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-07-15", 3_600), ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T00:59:59Z", -7_200),
    ("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T01:00:00Z", -3_600), ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2050-03-26T00:00:00Z", 10_800),
    ("EET-2EEST,M3.4.4/50,M10.4.4/50", "2050-03-25T23:59:59Z", 7_200), ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2050-01-01", 39_600),
    ("EST5EDT,0/0,J365/25", "2050-01-01T04:59:59Z", -14_400), ("EST5EDT,0/0,J365/25", "2050-12-31T23:59:59Z", -14_400),
    ("XXX3:30:15YYY2:15,J60/0,J300/0", "2052-03-01T03:30:14Z", -12_615), ("XXX3:30:15YYY2:15,J60/0,J300/0", "2052-03-01T03:30:15Z", -8_100),
    ("XXX0YYY,59/0,300/0", "2052-02-29T00:00:00Z", 3_600), ("XXX0YYY,59/0,300/0", "2052-02-28T23:59:59Z", 0),
    ("XXX0YYY,J365/167,J1/-167", "2051-01-06T23:00:00Z", 3_600), ("XXX0YYY,J365/167,J1/-167", "2051-06-01", 3_600),
    ("XXX0YYY,J1/-167,J1/-100", "2250-12-30", 0), ("XXX0YYY,J1/-167,J1/-100", "2250-12-26", 3_600),
    ("XXX0YYY,J365/24,J1/1", "2250-06-01", 3_600),
  ]

  @Test(arguments: rules)
  func posixRulesAreUnderstood(rule: String, instant: String, offset: Int) throws {
    var file = TZifFile()
    file.footer = rule
    let zone = try ZoneRules(name: "Test/Zone", tzif: file.bytes)
    #expect(zone.offset(at: try Instant(iso8601: instant)).seconds == offset)
    let later = try Instant(iso8601: instant) + .seconds(400 * 146_097 * 86_400 / 400)
    #expect(zone.offset(at: later).seconds == offset, "400 years later")
  }

  @Test func daylightTimeForEverNeverSkipsATime() throws {
    var file = TZifFile()
    file.footer = "EST5EDT,0/0,J365/25"
    let zone = try ZoneRules(name: "Test/Zone", tzif: file.bytes)
    let known = zone.segment(at: try Instant(iso8601: "2100-06-01").secondsSinceEpoch)
    #expect(known.start < (try Instant(iso8601: "1900-01-02").secondsSinceEpoch))
    let computed = zone.segment(at: try Instant(iso8601: "2300-06-01").secondsSinceEpoch)
    #expect(computed.highWaterMark == computed.wallStart)
  }

  @Test func theHighWaterMarkIsThatOfAllEarlierSegments() throws {
    var file = TZifFile()
    file.types = [(7_200, 1, 0), (0, 0, 0), (1_800, 0, 0)]
    file.transitions = [(100_000, 1), (101_800, 2)]
    let zone = try ZoneRules(name: "Test/Zone", tzif: file.bytes)
    #expect(zone.segment(at: 100_000).highWaterMark == 107_200)
    #expect(zone.segment(at: 101_800).highWaterMark == 107_200)
  }

  @Test func zonesWithTheSameRulesAndNameAreEqual() throws {
    #expect(try SystemZones.zone("Asia/Tokyo") == SystemZones.zone("Asia/Tokyo"))
    #expect(try SystemZones.zone("Asia/Tokyo") != SystemZones.zone("Asia/Seoul"))
    #expect(try ZoneRules(name: "a", tzif: SystemZones.bytes("Asia/Tokyo")) != SystemZones.zone("Asia/Tokyo"))
  }

  @Test func zonesThatGoOnChangingTheirClocksAreKnown() throws {
    for name in ["America/New_York", "Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe"] {
      #expect(try SystemZones.zone(name).observesDaylight, "\(name)")
    }
    for name in ["Asia/Tokyo", "America/Sao_Paulo", "Pacific/Apia", "Etc/UTC"] {
      #expect(try !SystemZones.zone(name).observesDaylight, "\(name)")
    }
  }

  @Test func offsetsAreWrittenLikeInISO8601() {
    #expect(ZoneOffset(seconds: 3_600, isDaylight: false, abbreviation: "CET").description == "+01:00")
    #expect(ZoneOffset(seconds: -12_600, isDaylight: false, abbreviation: "NST").description == "-03:30")
    #expect(ZoneOffset(seconds: -4_521, isDaylight: false, abbreviation: "LMT").description == "-01:15:21")
  }
}
