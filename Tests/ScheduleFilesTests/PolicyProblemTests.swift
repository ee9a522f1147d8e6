import Scheduling
import Testing

@testable import ScheduleFiles

/// Policies that make no sense, word for word as it is printed.
@Suite struct PolicyProblemTests {
  private func first(_ policy: String, trigger: String = "{kind: command, argv: [date]}", calendars: NamedCalendars = .none) -> String? {
    problems(schedule(trigger: trigger, more: "policy: \(policy)"), calendars: calendars).split(separator: "\n").first.map(String.init)
  }

  @Test(arguments: [
    ("{misfire: skp}", "4:19: misfire 'skp' is not one of last, all, skip; did you mean 'skip'?"),
    ("{misfire: once}", "4:19: misfire 'once' is not one of last, all, skip; did you mean 'last'?"),
    (
      "{misfire_limit: 5}", "4:10: misfire_limit counts only with misfire: all; with misfire: last one fire stands for all that were missed"
    ),
    (
      "{misfire: skip, misfire_limit: 5}",
      "4:25: misfire_limit counts only with misfire: all; with misfire: skip none of those missed is started"
    ),
    ("{misfire: all, misfire_limit: 0}", "4:39: misfire_limit '0' is not between 1 and 10000; misfire: skip starts none of those missed"),
    ("{misfire: all, misfire_limit: ten}", "4:39: misfire_limit 'ten' is not a whole number"),
    ("{misfire: all, misfire_limit: 1_000}", "4:39: misfire_limit '1_000' is not a whole number; write 1000"),
    (
      "{misfire: skip, misfire_window: 1h}",
      "4:25: misfire_window has no meaning with misfire: skip, which starts none of those missed, however new; use misfire: last"
    ),
    ("{misfire_grace_time: 5m}", "4:10: unknown key 'misfire_grace_time'; did you mean 'misfire_window'?"),
    ("{misfire_window: 60}", "4:26: misfire_window '60' is not a duration; it has no unit: write 60s"),
    ("{catchup: true}", "4:10: unknown key 'catchup'; did you mean 'misfire'?"),
  ])
  func aWrongWordAboutMissedFiresIsReported(policy: String, message: String) {
    #expect(first(policy) == "f.yaml:\(message)")
  }

  @Test(arguments: [
    ("{start_deadline: 500ms}", "4:26: start_deadline '500ms' is not between 1s and 30d"),
    ("{startingDeadlineSeconds: 5}", "4:10: unknown key 'startingDeadlineSeconds'; did you mean 'start_deadline'?"),
    ("{jitter: -5m}", "4:18: jitter '-5m' is negative"),
    ("{jitter: -PT5M}", "4:18: jitter '-PT5M' is negative"),
    ("{jitter: 300}", "4:18: jitter '300' is not a duration; it has no unit: write 300s"),
    ("{jitter: 30d}", "4:18: jitter '30d' is not between 0s and 7d"),
    ("{timeout: 0s}", "4:19: timeout '0s' is not between 1s and 30d"),
    ("{max_runs: 0}", "4:20: max_runs '0' is not between 1 and 1000000000; active: false starts nothing"),
    ("{pause_after_failures: 0}", "4:32: pause_after_failures '0' is not between 1 and 1000; leave it out to go on whatever fails"),
    ("{tags: [a]}", "4:10: unknown key 'tags': tags stand beside policy, not in it"),
    ("{attempts: 3}", "4:10: unknown key 'attempts': it belongs into retry"),
    ("{retries: 3}", "4:10: unknown key 'retries'; did you mean 'retry'?"),
    (
      "{frequency: 3}",
      "4:10: unknown key 'frequency'; known are misfire, misfire_limit, misfire_window, start_deadline, overlap, mutex, jitter, max_runs, pause_after_failures, timeout, retry, retry_unknown, calendars"
    ),
  ])
  func aWrongLimitIsReported(policy: String, message: String) {
    #expect(first(policy) == "f.yaml:\(message)")
  }

  @Test(arguments: [
    (
      "{overlap: Forbid}",
      "4:19: overlap 'Forbid' is not one of skip, buffer_one, buffer_all, cancel_other, terminate_other, allow; did you mean 'skip'?"
    ),
    (
      "{overlap: replace}",
      "4:19: overlap 'replace' is not one of skip, buffer_one, buffer_all, cancel_other, terminate_other, allow; did you mean 'cancel_other'?"
    ),
    ("{overlap: buffer_all(0)}", "4:19: overlap 'buffer_all(0)' needs a number between 1 and 10000, as in buffer_all(20)"),
    ("{overlap: buffer_all(many)}", "4:19: overlap 'buffer_all(many)' needs a number between 1 and 10000, as in buffer_all(20)"),
    ("{overlap: buffer_all(99999)}", "4:19: overlap 'buffer_all(99999)' needs a number between 1 and 10000, as in buffer_all(20)"),
    ("{overlap: {buffer_all: 0}}", "4:32: buffer_all '0' is not between 1 and 10000; overlap: skip lets none wait"),
    ("{overlap: {skip: 1}}", "4:19: overlap as a mapping is {buffer_all: 20}; the other words stand alone"),
    ("{overlap: [skip]}", "4:19: overlap must be text, not a list"),
    ("{overlap: allow, mutex: gpu}", "4:26: mutex lets one fire run at a time, overlap: allow lets them run together; drop one of the two"),
    ("{mutex: true}", "4:17: mutex needs the name of a group, which schedules share that must not run together, such as mutex: gpu"),
    ("{mutex: my gpu}", "4:17: mutex 'my gpu' is not a name: letters, digits and - _ . : only, at most 50 of them"),
  ])
  func aWrongWordAboutOverlapIsReported(policy: String, message: String) {
    #expect(first(policy) == "f.yaml:\(message)")
  }

  @Test(arguments: [
    ("{retry: 3}", "4:17: retry must be a mapping (key: value), not text"),
    (
      "{retry: {attempts: 0}}", "4:28: attempts '0' is not between 1 and 100; the first one is counted: 1 means that nothing is tried again"
    ),
    ("{retry: {backoff: 1}}", "4:27: backoff '1' is not a duration; it has no unit: write 1s"),
    ("{retry: {backoff: 1m, max_backoff: 10s}}", "4:31: max_backoff '10s' is shorter than the first delay, 1m"),
    ("{retry: {jitter: 20%}}", "4:26: jitter '20%' is not a number between 0 and 1; write 0.2"),
    ("{retry: {jitter: 5s}}", "4:26: jitter '5s' is not a number between 0 and 1, such as 0.5"),
    ("{retry: {jitter: -0.5}}", "4:26: jitter '-0.5' is not a number between 0 and 1, such as 0.5"),
    ("{retry: {jitter: nan}}", "4:26: jitter 'nan' is not a number between 0 and 1, such as 0.5"),
    ("{retry: {budget: 1h}}", "4:18: budget has no effect with one attempt; add attempts: 2 or more"),
    (
      "{retry: {attempts: 2, budget: 1s, backoff: 5s}}",
      "4:31: budget '1s' is over before the first delay, 5s: nothing would be tried again"
    ),
    ("{retry: {exit_codes: [75]}}", "4:18: exit_codes has no effect with one attempt; add attempts: 2 or more"),
    ("{retry: {attempts: 2, exit_codes: [0]}}", "4:44: exit_codes '0' is success, which is never tried again"),
    ("{retry: {attempts: 2, exit_codes: [300]}}", "4:44: exit_codes '300' is not a code from 1 to 255 or a range of them, such as 75-78"),
    ("{retry: {attempts: 2, exit_codes: [9-1]}}", "4:44: exit_codes '9-1' is not a code from 1 to 255 or a range of them, such as 75-78"),
    ("{retry: {attempts: 2, exit_codes: 75}}", "4:43: exit_codes must be a list, not text; write [1, 75-78]"),
    ("{retry: {attempts: 2, exit_codes: []}}", "4:31: exit_codes needs at least one; leave it out to try again after every code but 0"),
    ("{retry: {max_retries: 2}}", "4:18: unknown key 'max_retries'; did you mean 'attempts'?"),
    ("{retry: {timeout: 2m}}", "4:18: unknown key 'timeout': timeout stands beside retry, not in it"),
    ("{retry_unknown: maybe}", "4:25: retry_unknown 'maybe' is neither true nor false"),
  ])
  func aWrongRetryIsReported(policy: String, message: String) {
    #expect(first(policy) == "f.yaml:\(message)")
  }

  @Test func whatTheTriggerCannotDoIsReported() {
    let http = "{kind: http, url: 'https://x.example/'}"
    let deployment = "{kind: deployment, deployment: d}"
    #expect(
      first("{retry: {attempts: 2, exit_codes: [1]}}", trigger: http)
        == "f.yaml:4:31: exit_codes are of commands; this trigger is none, remove them")
    #expect(
      first("{retry_unknown: true}", trigger: deployment)
        == "f.yaml:4:10: retry_unknown has no meaning for a run of a ZenML server: the server can always be asked whether a run was started; remove it"
    )
    #expect(first("{retry_unknown: false}", trigger: http) == nil)
  }

  @Test func aBindingWithoutATriggerIsNeverACommand() {
    #expect(problems("match: {name: a}\npolicy: {retry: {attempts: 2, exit_codes: [1]}}").contains("2:31: exit_codes are of commands"))
    #expect(problems("match: {name: a}\npolicy: {retry_unknown: false}").isEmpty)
  }

  @Test func aBindingMayLimitWhatTheServersRecordCatchesUp() {
    #expect(problems("match: {name: a}\npolicy: {misfire_limit: 5}").isEmpty)
    #expect(problems("match: {name: a}\npolicy: {misfire: last, misfire_limit: 5}").contains("misfire_limit counts only with misfire: all"))
  }

  @Test func aTriggerThatCannotBeReadSetsOffNoSecondError() {
    let text = problems(schedule(trigger: "{kind: comand}", more: "policy: {retry: {attempts: 2, exit_codes: [1]}}"))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("f.yaml") } == 1)
  }

  @Test func aKeyThatCannotBeReadSetsOffNoConflict() {
    let text = problems(schedule(more: "policy: {misfire: al, misfire_limit: 5, retry: {attempts: x, budget: 5m}}"))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("f.yaml") } == 2)
  }

  @Test func everyProblemOfAPolicyIsReported() {
    let text = problems(
      schedule(more: "policy: {misfire: x, overlap: y, jitter: z, max_runs: 0, retry: {attempts: 0}, calendars: [c]}\ntags: t"))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("f.yaml") } == 7)
  }

  // MARK: Calendars and tags

  @Test(arguments: [
    ("{calendars: holidays}", "4:21: calendars must be a list, not text; write [holidays]"),
    ("{calendars: [holydays]}", "4:22: calendar 'holydays' is not defined in the configuration; did you mean 'holidays'?"),
    ("{calendars: [q]}", "4:22: calendar 'q' is not defined in the configuration; known are freeze, holidays"),
    ("{calendars: [broken]}", "4:22: calendar 'broken' cannot be used: its definition has problems of its own"),
    ("{calendars: [holidays, holidays]}", "4:32: calendar 'holidays' is given twice"),
    ("{calendars: [{action: skip}]}", "4:22: a calendar needs name, as in {name: holidays, action: skip}"),
    ("{calendars: [{name: holidays, action: postpone}]}", "4:47: action 'postpone' is not one of skip, defer; did you mean 'defer'?"),
    ("{calendars: [{name: holidays, dates: []}]}", "4:39: unknown key 'dates': calendars are defined in the configuration, and named here"),
    ("{calendars: [[holidays]]}", "4:22: calendars must be names, not a list"),
  ])
  func aWrongCalendarIsReported(policy: String, message: String) {
    let known = NamedCalendars([ExclusionCalendar(name: "holidays"), ExclusionCalendar(name: "freeze")], unreadable: ["broken"])
    #expect(first(policy, calendars: known) == "f.yaml:\(message)")
  }

  @Test func aConfigurationMayDefineNoCalendars() {
    #expect(
      first("{calendars: [holidays]}")
        == "f.yaml:4:22: calendar 'holidays' is not defined: calendars are defined under calendars: of the configuration, and there are none"
    )
  }

  @Test(arguments: [
    ("tags: gpu", "4:7: tags must be a list, not text; write [nightly]"),
    ("tags: [my tag]", "4:8: tags 'my tag' is not a name: letters, digits and - _ . : only, at most 50 of them"),
    ("tags: [ä]", "4:8: tags 'ä' is not a name: letters, digits and - _ . : only, at most 50 of them"),
    ("tags: [[a]]", "4:8: tags must be text, not a list"),
    (
      "tags: [\(String(repeating: "x", count: 51))]",
      "4:8: tags '\(String(repeating: "x", count: 51))' is not a name: letters, digits and - _ . : only, at most 50 of them"
    ),
    ("tags: [\((1...21).map(String.init).joined(separator: ","))]", "4:1: tags are 21; at most 20 are allowed"),
    ("labels: [a]", "4:1: unknown key 'labels'; did you mean 'tags'?"),
  ])
  func aWrongTagIsReported(more: String, message: String) {
    #expect(problems(schedule(more: more)).split(separator: "\n").first.map(String.init) == "f.yaml:\(message)")
  }

  // MARK: Warnings

  private func firstWarning(_ timing: String, _ policy: String, trigger: String = "{kind: command, argv: [date]}") -> String? {
    let text = schedule(timing: timing, trigger: trigger, more: "policy: \(policy)")
    return problems(text).isEmpty ? warnings(text).split(separator: "\n").first.map(String.init) : "an error: \(problems(text))"
  }

  @Test func jitterAsLongAsTheIntervalIsAWarning() {
    #expect(
      firstWarning("interval_seconds: 300", "{jitter: 5m}")
        == "f.yaml:4:18: warning: jitter '5m' is not shorter than the 5m between two due instants: a fire may wait until the next one is due"
    )
    #expect(firstWarning("interval_seconds: 300", "{jitter: 299s}") == nil)
    #expect(firstWarning("run_once_start_time: 2030-01-01T00:00:00Z", "{jitter: 1d}") == nil)
  }

  @Test func jitterIsComparedWithTheSmallestGapOfACronExpression() {
    #expect(firstWarning("cron_expression: 0,10 2 * * *", "{jitter: 15m}")?.contains("than the 10m between") == true)
    #expect(firstWarning("cron_expression: 0 2 * * *", "{jitter: 15m}") == nil)
  }

  @Test func aTimeoutBehindTheTriggersOwnIsAWarning() {
    let trigger = "{kind: command, argv: [date], timeout: 1h}"
    #expect(
      firstWarning("interval_seconds: 60", "{timeout: 2h}", trigger: trigger)
        == "f.yaml:4:19: warning: timeout '2h' never counts: the trigger's own timeout, 1h, comes first")
    #expect(firstWarning("interval_seconds: 60", "{timeout: 30m}", trigger: trigger) == nil)
  }

  @Test func aTimeoutOfARequestThatIsTheRunIsAWarning() {
    let url = "url: \"https://ml.example/x\""
    #expect(
      firstWarning("interval_seconds: 60", "{timeout: 2s}", trigger: "{kind: http, \(url)}")
        == "f.yaml:4:19: warning: timeout '2s' ends no run here: the request is the run, and the trigger's own timeout, 1m, ends it; "
        + "write it there")
    let follow = "follow: {status_url: \"/jobs/1\", status_path: $.status}"
    #expect(firstWarning("interval_seconds: 60", "{timeout: 2s}", trigger: "{kind: http, \(url), \(follow)}") == nil)
  }

  @Test func attemptsOfARequestThatIsTheRunAreAWarning() {
    let (url, policy) = ("url: \"https://ml.example/x\"", "{retry: {attempts: 3}}")
    #expect(
      firstWarning("interval_seconds: 60", policy, trigger: "{kind: http, \(url)}")
        == "f.yaml:4:28: warning: attempts '3' repeat no request: the request is the run, and one that is refused ends the fire; "
        + "retry.sends says how often it is sent to a target that declines")
    #expect(firstWarning("interval_seconds: 60", "{retry: {sends: 3}}", trigger: "{kind: http, \(url)}") == nil)
    let follow = "follow: {status_url: \"/jobs/1\", status_path: $.status}"
    #expect(firstWarning("interval_seconds: 60", policy, trigger: "{kind: http, \(url), \(follow)}") == nil)
    #expect(firstWarning("interval_seconds: 60", policy) == nil)
  }
}
