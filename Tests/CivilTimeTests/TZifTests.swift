import CivilTime
import CronOracle
import Foundation
import Testing

@Suite struct TZifTests {
  private func problem(_ file: TZifFile) -> TZifError.Problem? {
    problem(file.bytes)
  }

  private func problem(_ bytes: [UInt8]) -> TZifError.Problem? {
    do {
      _ = try ZoneRules(name: "Test/Zone", tzif: bytes)
      return nil
    } catch {
      return error.problem
    }
  }

  @Test func theSmallestFileIsAZone() throws {
    let zone = try ZoneRules(name: "Test/Zone", tzif: TZifFile().bytes)
    #expect(zone.name == "Test/Zone")
    #expect(zone.offset(at: .distantPast) == ZoneOffset(seconds: 0, isDaylight: false, abbreviation: "LMT"))
    #expect(!zone.observesDaylight)
  }

  @Test func versionOneHasItsOwnTimes() throws {
    var file = TZifFile(version: 0)
    file.types = [(0, 0, 0), (3_600, 0, 0)]
    file.transitions = [(1_000, 1)]
    let zone = try ZoneRules(name: "Test/Zone", tzif: file.bytes)
    #expect(zone.offset(at: Instant(secondsSinceEpoch: 999)).seconds == 0)
    #expect(zone.offset(at: Instant(secondsSinceEpoch: 1_000)).seconds == 3_600)
    #expect(zone.offset(at: .distantFuture).seconds == 3_600)
  }

  @Test func malformedFilesAreNamedProblems() {
    #expect(problem([]) == .notTZif)
    #expect(problem(Array("TZif2".utf8)) == .truncated("header"))
    #expect(problem(Array("#!/bin/sh and more than forty-four bytes of it".utf8)) == .notTZif)
    #expect(problem(TZifFile(version: 7)) == .unsupportedVersion(7))
    #expect(problem(TZifFile(types: [])) == .badCount("local time types"))
    #expect(problem(TZifFile(abbreviations: "")) == .badCount("abbreviation bytes"))
    #expect(problem(TZifFile(transitions: [(5, 0), (5, 0)])) == .transitionsNotAscending(index: 1))
    #expect(problem(TZifFile(transitions: [(.min, 0)])) == .badTime(seconds: .min))
    #expect(problem(TZifFile(transitions: [(5, 1)])) == .badTypeIndex(1))
    #expect(problem(TZifFile(types: [(100_000, 0, 0)])) == .badOffset(seconds: 100_000))
    #expect(problem(TZifFile(types: [(.min, 0, 0)])) == .badOffset(seconds: Int(Int32.min)))
    #expect(problem(TZifFile(types: [(0, 0, 4)])) == .badAbbreviation(index: 4))
    #expect(problem(TZifFile(abbreviations: "LMT")) == .badAbbreviation(index: 0))
    #expect(problem(TZifFile(leapSeconds: 1)) == .leapSeconds)
    #expect(problem(TZifFile(footer: nil)) == .truncated("footer"))
  }

  @Test(arguments: [
    "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CE-1", "<+03-3", "CET-25", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
    "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J365", "CET-1CEST,366,1", "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1:60",
    "CET-1CEST,M3.5.0,M10.5.0 ",
    "-1", "<>3",
  ])
  func aRuleThatIsNoRuleIsRefused(footer: String) {
    #expect(problem(TZifFile(footer: footer)) == .badFooter(footer))
  }

  @Test func everyTruncationIsAnError() throws {
    let bytes = try SystemZones.bytes("America/New_York")
    for length in stride(from: 0, to: bytes.count, by: 13) {
      #expect(problem(Array(bytes.prefix(length))) != nil, "\(length) of \(bytes.count) bytes")
    }
  }

  private func files() throws -> [[UInt8]] {
    try ["America/New_York", "Africa/Casablanca", "Asia/Tokyo", "Europe/Dublin", "Etc/UTC"].map(SystemZones.bytes)
  }

  /// `make fuzz` tries a million of them.
  @Test func noBytesCrashTheReader() throws {
    let files = try files()
    try forAll(seed: 0, count: 400, generate: { ZoneSample.random(from: files, using: &$0) }, check: \.problem)
  }

  /// Or the test above would only ever see refusals.
  @Test func manyDamagedFilesAreStillZones() throws {
    let files = try files()
    var generator = SplitMix64(seed: 0)
    let zones = (0..<200).count { _ in ZoneSample.random(from: files, using: &generator).isZone }
    #expect(40..<160 ~= zones)
  }

  @Test func leapSecondFilesOfTheSystemAreRefused() throws {
    guard let bytes = try? SystemZones.bytes("right/Europe/Stockholm") else { return }
    #expect(problem(bytes) == .leapSeconds)
  }
}
