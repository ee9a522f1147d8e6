import Scheduling
import Seams
import Testing

@testable import ScheduleFiles

/// `limits:` and `retention:` of a configuration.
@Suite struct LimitsConfigurationTests {
  private let directory: TestDirectory

  init() throws {
    directory = try TestDirectory()
  }

  private func load(_ text: String) throws -> Configuration {
    try Configuration.load(path: directory.write("carillon.yaml", text), environment: [:])
  }

  private func refusal(_ text: String) -> String? {
    do {
      _ = try load(text)
      return nil
    } catch {
      return "\(error)".replacing("\(directory.path)/carillon.yaml:", with: "").split(separator: "\n").first.map(String.init)
    }
  }

  @Test func withoutThemEverythingIsLimited() throws {
    let configuration = try load("#")
    #expect(configuration.limits == DispatchLimits())
    #expect(configuration.retention == RetentionLimits(age: .seconds(400 * 86_400), rows: 5_000_000, bytes: 4_294_967_296))
    let embedded = try Configuration.embedded(directory: directory.path, schedules: [])
    #expect(embedded.limits == configuration.limits && embedded.retention == configuration.retention && embedded.calendars.isEmpty)
  }

  @Test func everyLimitIsRead() throws {
    let limits = try load(
      """
      limits:
        in_flight: 50
        per_second: 10
        target: {in_flight: 5, per_second: 2}
        tags: {gpu: {in_flight: 1}, "team:ml": {per_second: 3}}
        catch_up_per_second: 1
      """
    ).limits
    #expect(limits.all == .init(inFlight: 50, perSecond: 10) && limits.target == .init(inFlight: 5, perSecond: 2))
    #expect(limits.tags == ["gpu": .init(inFlight: 1), "team:ml": .init(perSecond: 3)])
    #expect(limits.catchUpPerSecond == 1)
  }

  @Test func eachLimitCanBeOff() throws {
    let limits = try load("limits: {in_flight: off, per_second: OFF, target: {in_flight: off, per_second: off}, catch_up_per_second: off}")
      .limits
    #expect(limits == .unlimited)
  }

  @Test func whatIsLeftOutKeepsItsDefault() throws {
    let limits = try load("limits: {in_flight: 7, target: {per_second: 1}}").limits
    #expect(limits.all == .init(inFlight: 7, perSecond: 200) && limits.target == .init(inFlight: 200, perSecond: 1))
  }

  @Test func retentionIsReadAndCanBeOff() throws {
    let limits = try load("retention: {age: 30d, rows: 10000, bytes: 500MiB}").retention
    #expect(limits == RetentionLimits(age: .seconds(30 * 86_400), rows: 10_000, bytes: 500 << 20))
    #expect(try load("retention: {age: off}").retention == RetentionLimits(age: nil, rows: 5_000_000, bytes: 4 << 30))
  }

  @Test func aLedgerWithoutAnyLimitIsAWarning() throws {
    #expect(
      try load("retention: {age: off, rows: off, bytes: off}").warnings.map(\.message) == [
        "age, rows and bytes are all off: the ledger grows until the disk is full"
      ])
  }

  @Test(arguments: [
    ("limits: {in_flight: 0}", "1:21: in_flight '0' is not between 1 and 1000000; 0 would start nothing; write off for no limit"),
    ("limits: {in_flight: many}", "1:21: in_flight 'many' is not a whole number"),
    ("limits: {concurrency: 5}", "1:10: unknown key 'concurrency'; did you mean 'in_flight'?"),
    ("limits: {per_second: 0.5}", "1:22: per_second '0.5' is not a whole number"),
    ("limits: {tags: {my tag: {in_flight: 1}}}", "1:17: tags 'my tag' is not a name: letters, digits and - _ . : only, at most 50 of them"),
    ("limits: {tags: {gpu: 1}}", "1:22: tag 'gpu' must be a mapping (key: value), not text"),
    ("limits: {tags: [gpu]}", "1:16: tags must be a mapping (name: value), not a list"),
    ("limits: 5", "1:9: limits must be a mapping (key: value), not text"),
    ("retention: {age: 400}", "1:18: age '400' is not a duration; it has no unit: write 400s"),
    ("retention: {age: 1h}", "1:18: age '1h' is not between 1d and 36500d"),
    ("retention: {rows: 5}", "1:19: rows '5' is not between 1000 and 1000000000"),
    ("retention: {rows: '5,000,000'}", "1:19: rows '5,000,000' is not a whole number; write 5000000"),
    ("retention: {bytes: 4294967296}", "1:20: bytes '4294967296' is not a size; it has no unit: write 4294967296B, or one such as 4GiB"),
    ("retention: {bytes: 4 gigs}", "1:20: bytes '4 gigs' is not a size; write one such as 500MiB or 4GiB"),
    ("retention: {bytes: 1MiB}", "1:20: bytes '1MiB' is below 16MiB"),
    ("retention: {bytes: 99999999999TiB}", "1:20: bytes '99999999999TiB' is not a size; write one such as 500MiB or 4GiB"),
    ("retention: off", "1:12: retention must be a mapping (key: value), not text"),
    ("retention: {max_age: 5d}", "1:13: unknown key 'max_age'; did you mean 'age'?"),
  ])
  func aWrongLimitIsReported(text: String, message: String) {
    #expect(refusal(text) == message)
  }

  @Test func aPartThatMayHaveMoreThanTheWholeIsAWarning() throws {
    let warnings = try load("limits: {in_flight: 10, target: {in_flight: 20}, tags: {gpu: {in_flight: 11}}}").warnings.map(\.message)
    #expect(
      warnings == [
        "in_flight 20 of one target is above that of all together, 10, which comes first",
        "in_flight 11 of the tag 'gpu' is above that of all together, 10, which comes first",
      ])
    #expect(try load("limits: {in_flight: 10}").warnings.isEmpty)
  }
}
