import CivilTime
import Scheduling
import Testing

@testable import ScheduleFiles

@Suite struct LocalScheduleTextTests {
  private let context = LocalScheduleText.Context(zoneNamed: zone)

  private func problems(_ text: String) -> [String] {
    do throws(LocalDefinitionError) {
      _ = try LocalScheduleText.read(text, in: context)
      return []
    } catch {
      return error.problems.map(\.sentence)
    }
  }

  private let trigger = #""trigger": {"kind": "command", "argv": ["date", "🔔"]}"#

  @Test func aDefinitionIsOneDocumentOfAScheduleFileAsJSON() throws {
    let text = """
      {"name": "nightly", "cron_expression": "15 4 * * *", "time_zone": "Europe/Stockholm", "start_time": "2026-11-21T00:00:00Z",
       "active": false, "tags": ["gpu"], "policy": {"misfire": "skip", "timeout": "30m"}, \(trigger)}
      """
    let schedule = try LocalScheduleText.read(text, in: context)
    #expect(schedule.record.id == ScheduleRecord.localID(name: "nightly"))
    #expect(schedule.record.source == .local)
    #expect(schedule.record.cronExpression == "15 4 * * *")
    #expect(schedule.record.startTime == (try Instant(iso8601: "2026-11-21T00:00:00Z")))
    #expect(schedule.definition.standing == .paused)
    #expect(schedule.tags == ["gpu"])
    #expect(schedule.policy.misfire == .skip)
    #expect(schedule.trigger == .command(CommandTrigger(argv: ["date", "🔔"])))
  }

  @Test func andTheSameAsYAML() throws {
    let text = "# mine\nname: nightly\ninterval_seconds: 60\ntrigger: {kind: command, argv: [date]}\n"
    let schedule = try LocalScheduleText.read(text, in: context)
    #expect(schedule.record.interval == .seconds(60))
    #expect(LocalScheduleText.json(text)?["name"]?.stringValue == "nightly")
  }

  @Test func aNameHasAnotherIDThanInAFile() {
    #expect(ScheduleRecord.localID(name: "nightly") != ScheduleRecord.fileID(name: "nightly"))
  }

  @Test func zenMLsCatchupIsMisfireAll() throws {
    let text = #"{"name": "n", "interval_seconds": 60, "catchup": true, "# + trigger
    #expect(try LocalScheduleText.read(text + "}", in: context).policy.misfire == .all)
    #expect(
      problems(text + #", "policy": {"misfire": "skip"}}"#) == [
        "catchup: true and policy.misfire say different things; keep one of them"
      ])
  }

  /// A message that begins with its path says it once.
  private static let wrong: [(String, [String])] = [
    (#"{"cron_expression": "0 2 * * *", "trigger": {"kind": "command", "argv": ["date"]}}"#, ["name is missing"]),
    (
      #"{"name": "n", "cron_expression": "61 2 * * *", "trigger": {"kind": "command", "argv": [""]}}"#,
      ["cron_expression '61 2 * * *': minute: 61 is out of range 0-59", "trigger.argv: argv needs a program as its first item"]
    ),
    (
      #"{"name": "n", "interval_seconds": 60, "trigger": {"kind": "command", "argv": ["date", "{{dew}}"]}, "polcy": {}}"#,
      ["polcy: unknown key 'polcy'; did you mean 'policy'?", "trigger.argv[1]: argv: '{{dew}}' is not a variable"]
    ),
    (#"{"name": "n", "interval_seconds": 60, "trigger": {"argv": ["date"]}}"#, ["trigger needs kind: one of"]),
    (#"{"name": "n", "interval_seconds": 60, "trigger": "date"}"#, ["trigger must be a mapping (key: value), not text"]),
    (#"{"match": {"name": "n"}}"#, ["match: belongs to the files of the daemon"]),
    (#"{"name": "n","#, ["it begins with { and is no JSON"]),
    ("[]", ["1:1: a schedule must be a mapping (key: value), not a list"]),
    ("name: n\ninterval_seconds: soon\ntrigger: {kind: command, argv: [date]}", ["2:19: interval_seconds 'soon' is not a number"]),
    ("name: &n n\n", ["it has a YAML anchor"]),
    ("name: a\n---\nname: b\n", ["it holds 2 documents instead of one"]),
    (
      #"{"name": "n", "interval_seconds": 60, "trigger": {"kind": "http", "url": "https://x.example/", "headers": {"X-Api-Key": "abc", "Accept": "text/plain"}}}"#,
      ["trigger.headers.X-Api-Key: a local schedule is stored as it is sent: refer to the credential"]
    ),
    (
      #"{"name": "n", "trigger": {"kind": "chain", "on_success": "m", "trigger": {"kind": "command", "argv": ["x"], "env": {"A_TOKEN": "abc"}}}}"#,
      ["trigger.trigger.env.A_TOKEN: a local schedule is stored as it is sent"]
    ),
    (
      #"{"name": "n", "interval_seconds": 60, "trigger": {"kind": "command", "argv": ["x"], "env": {"PGPASSWORD": "abc", "apikey": "abc"}}}"#,
      ["trigger.env.PGPASSWORD: a local schedule is stored as it is sent", "trigger.env.apikey: a local schedule is stored as it is sent"]
    ),
  ]

  @Test(arguments: wrong) func whatIsWrongIsNamedWithItsPath(text: String, expected: [String]) {
    let found = problems(text)
    #expect(found.count == expected.count, "\(found)")
    for (found, expected) in zip(found, expected) { #expect(found.hasPrefix(expected), "\(found)") }
  }

  @Test func aCredentialMayBeAReference() {
    let text =
      #"{"name": "n", "interval_seconds": 60, "trigger": {"kind": "http", "url": "https://x.example/", "headers": {"Authorization": "Bearer {{secret:jobs.token}}"}}}"#
    #expect(problems(text).isEmpty)
  }

  @Test func aLongTextIsRefused() {
    #expect(problems(String(repeating: " ", count: 65 * 1024)) == ["it is longer than 64 KiB"])
  }
}
