import Scheduling
import Testing

@testable import ScheduleFiles

/// Policies as people write them.
@Suite struct PolicyReadingTests {
  private func read(_ more: String, calendars: NamedCalendars = .none) throws -> FileSchedule {
    let read = ScheduleText(
      file: "f.yaml", text: schedule(timing: "interval_seconds: 3600", more: more), calendars: calendars, zoneNamed: zone)
    try #require(read.errors.isEmpty, "\(read.errors)")
    return try #require(read.schedules.first?.schedule)
  }

  private func policy(_ text: String, calendars: NamedCalendars = .none) throws -> Policy {
    try read("policy: \(text)", calendars: calendars).policy
  }

  @Test func everyKeyIsRead() throws {
    let read = try policy(
      """

        misfire: all
        misfire_limit: 20
        misfire_window: 2d
        start_deadline: PT30M
        overlap: buffer_one
        mutex: gpu-0
        jitter: 5m
        max_runs: 12
        pause_after_failures: 3
        timeout: 6h
        retry: {attempts: 3, sends: 8, backoff: 30s, max_backoff: 10m, jitter: 0.25, budget: 1h, exit_codes: [1, 75-78]}
        retry_unknown: true
      """)
    var expected = Policy(misfire: .all, overlap: .bufferOne)
    (expected.misfireLimit, expected.misfireWindow, expected.startDeadline) = (20, .seconds(172_800), .seconds(1_800))
    (expected.mutex, expected.jitter, expected.maxRuns) = ("gpu-0", .seconds(300), 12)
    (expected.pauseAfterFailures, expected.timeout, expected.retryUnknown) = (3, .seconds(21_600), true)
    (expected.retry.attempts, expected.retry.sends, expected.retry.backoff) = (3, 8, .seconds(30))
    (expected.retry.maxBackoff, expected.retry.jitter, expected.retry.budget) = (.seconds(600), 0.25, .seconds(3_600))
    expected.retry.exitCodes = [1...1, 75...78]
    #expect(read == expected)
  }

  @Test func withoutAKeyEverythingHasItsDefault() throws {
    #expect(try policy("{}") == Policy())
    #expect(try policy("{misfire: , retry: ~, calendars: null}") == Policy())
  }

  @Test(arguments: [
    ("skip", Policy.Overlap.skip), ("buffer_one", .bufferOne), ("buffer_all", .bufferAll(limit: 100)),
    ("buffer_all(20)", .bufferAll(limit: 20)), ("{buffer_all: 20}", .bufferAll(limit: 20)), ("cancel_other", .cancelOther),
    ("terminate_other", .terminateOther), ("allow", .allow),
  ])
  func everyWordForOverlapIsRead(text: String, overlap: Policy.Overlap) throws {
    #expect(try policy("{overlap: \(text)}").overlap == overlap)
  }

  @Test func aLongFirstDelayIsNotCutByTheDefaultOfTheLongest() throws {
    #expect(try policy("{retry: {backoff: 5m}}").retry.maxBackoff == .seconds(300))
    #expect(try policy("{retry: {backoff: 5s}}").retry.maxBackoff == .seconds(60))
  }

  @Test func calendarsAreNamedAndResolved() throws {
    let holidays = ExclusionCalendar(name: "holidays", spans: [.init(days: 1...2)])
    let freeze = ExclusionCalendar(name: "freeze", timeZone: "Europe/Berlin")
    let known = NamedCalendars([holidays, freeze])
    #expect(try policy("{calendars: [holidays]}", calendars: known).calendars == [CalendarRule(holidays)])
    #expect(
      try policy("{calendars: [{name: holidays, action: skip}, {name: freeze, action: defer}]}", calendars: known).calendars
        == [CalendarRule(holidays), CalendarRule(freeze, action: .defer)])
  }

  @Test func tagsAreReadInTheirOrder() throws {
    let schedule = try read("tags: [nightly, gpu, team:ml, 2026]")
    #expect(schedule.tags == ["nightly", "gpu", "team:ml", "2026"])
    #expect(schedule.definition.tags == schedule.tags)
  }

  @Test func aTagGivenTwiceIsAWarning() throws {
    #expect(try read("tags: [a, b, a]").tags == ["a", "b"])
    #expect(warnings(schedule(more: "tags: [a, b, a]")).hasPrefix("f.yaml:4:14: warning: tag 'a' is given twice"))
  }

  @Test func aBindingTellsWhatItStatesFromWhatItLeavesOut() throws {
    let text = ScheduleText(
      file: "f.yaml", text: "match: {name: a}\npolicy: {misfire: last, jitter: 0s}\ntags: [gpu]", calendars: .none, zoneNamed: zone)
    let content = try #require(text.bindings.first?.content)
    #expect(content.policy == StatedPolicy(Policy(), stating: [.misfire, .jitter]))
    #expect(content.tags == ["gpu"])
  }

  @Test func theServersBindingHasAPolicyAndTags() throws {
    let known = NamedCalendars([ExclusionCalendar(name: "holidays", spans: [.init(days: 1...2)])])
    let content = try BindingText.parse(
      #"{"policy": {"overlap": {"buffer_all": 3}, "retry": {"attempts": 2, "jitter": 0.5}, "calendars": ["holidays"]}, "tags": ["gpu"]}"#,
      calendars: known)
    #expect(content.policy.keys == [.overlap, .retry, .calendars])
    #expect(content.policy.policy.overlap == .bufferAll(limit: 3) && content.policy.policy.retry.jitter == 0.5)
    #expect(content.policy.policy.calendars.map(\.calendar.name) == ["holidays"])
    #expect(content.tags == ["gpu"])
  }
}
