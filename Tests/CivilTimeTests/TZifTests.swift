import CivilTime
import Foundation
import TestSupport
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

  @Test(arguments: UInt64(0)..<100)
  func noBytesCrashTheReader(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let names = ["America/New_York", "Africa/Casablanca", "Asia/Tokyo", "Europe/Dublin"]
    var bytes = try SystemZones.bytes(names[Int(seed) % names.count])
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      // Half of the changes hit the headers or the rule for the future, where counts and times are.
      let nearEnds =
        Bool.random(using: &generator) ? Int.random(in: 0..<44, using: &generator) : bytes.count - .random(in: 1...40, using: &generator)
      let index = Bool.random(using: &generator) ? nearEnds : Int.random(in: bytes.indices, using: &generator)
      bytes[index] = UInt8.random(in: 0...255, using: &generator)
    }
    guard let zone = try? ZoneRules(name: "Test/Zone", tzif: bytes) else { return }
    for instant in [Instant.distantPast, .distantFuture, Instant(secondsSinceEpoch: .random(in: -1 << 33...1 << 40, using: &generator))] {
      _ = (zone.offset(at: instant), zone.resolve(zone.civil(at: instant)))
    }
  }

  @Test func leapSecondFilesOfTheSystemAreRefused() throws {
    guard let bytes = try? SystemZones.bytes("right/Europe/Stockholm") else { return }
    #expect(problem(bytes) == .leapSeconds)
  }
}
