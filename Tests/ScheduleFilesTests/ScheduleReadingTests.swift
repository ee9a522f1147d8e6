import CivilTime
import Scheduling
import Testing

@testable import ScheduleFiles

/// Good files, field by field.
@Suite struct ScheduleReadingTests {
  private func read(_ text: String) throws -> FileSchedule {
    let read = ScheduleText(file: "f.yaml", text: text, calendars: .none, zoneNamed: zone)
    try #require(read.errors.isEmpty, "\(problems(text))")
    return try #require(read.schedules.first).schedule
  }

  private func binding(_ text: String) throws -> FileBinding {
    let read = ScheduleText(file: "f.yaml", text: text, calendars: .none, zoneNamed: zone)
    try #require(read.errors.isEmpty, "\(problems(text))")
    return try #require(read.bindings.first)
  }

  @Test func aScheduleWithEveryFieldIsRead() throws {
    let schedule = try read(
      """
      # A comment first.
      name: nightly
      cron_expression: "0 4 * * *"
      time_zone: Europe/Berlin
      start_time: 2026-11-21
      end_time: 2027-11-21T02:00:00+01:00
      active: no
      trigger: {kind: command, argv: [date]}
      policy: {misfire: all, overlap: allow}
      """)
    #expect(
      schedule.record
        == ScheduleRecord(
          id: ScheduleRecord.fileID(name: "nightly"), name: "nightly", source: .file, cronExpression: "0 4 * * *",
          timeZone: "Europe/Berlin", startTime: try Instant(iso8601: "2026-11-21T00:00:00Z"),
          endTime: try Instant(iso8601: "2027-11-21T01:00:00Z"), active: false))
    #expect(schedule.policy == Policy(misfire: .all, overlap: .allow))
    #expect(schedule.location == "f.yaml:2")
    #expect(schedule.definition.standing == .paused)
  }

  @Test func whatIsLeftOutHasItsDefault() throws {
    let schedule = try read(
      schedule(timing: "interval_seconds: 90\ncron_expression:\ntime_zone: ~\nend_time: null", more: "policy:\nactive:"))
    #expect(schedule.record.interval == .seconds(90))
    #expect(schedule.record.active && schedule.record.timeZone == nil && schedule.record.endTime == nil)
    #expect(schedule.policy == Policy())
    #expect(schedule.trigger == .command(CommandTrigger(argv: ["date"])))
  }

  @Test func oneInstantIsRead() throws {
    let schedule = try read(schedule(timing: "run_once_start_time: 2026-11-21 02:00:00.5"))
    #expect(schedule.record.runOnceStartTime?.iso8601 == "2026-11-21T02:00:00.500Z")
  }

  @Test(arguments: [("yes", true), ("NO", false), ("on", true), ("Off", false), ("TRUE", true), ("false", false)])
  func theTruthValuesOfYAMLAreUnderstood(word: String, truth: Bool) throws {
    #expect(try read(schedule(more: "active: \(word)")).record.active == truth)
  }

  @Test(arguments: ["2026", "true", "null-and-void", "'~'", "NO", "2026-11-21", "1.10", "0x10"])
  func aNameIsWhatIsWritten(name: String) throws {
    #expect(try read(schedule().replacing("nightly", with: name)).record.name == name.replacing("'", with: ""))
  }

  @Test func everyDocumentOfAFileIsRead() throws {
    let text = "---\n\(schedule())\n--- # empty\n---\nmatch: {name: x}\n...\n"
    let read = ScheduleText(file: "f.yaml", text: text, calendars: .none, zoneNamed: zone)
    #expect(read.errors.isEmpty)
    #expect(read.schedules.map(\.schedule.location) == ["f.yaml:2"])
    #expect(read.bindings.map(\.location) == ["f.yaml:8"])
  }

  @Test(arguments: ["", "# nothing yet\n", "---\n"]) func anEmptyFileSaysNothing(text: String) {
    let read = ScheduleText(file: "f.yaml", text: text, calendars: .none, zoneNamed: zone)
    #expect(read.errors.isEmpty && read.schedules.isEmpty && read.bindings.isEmpty)
  }

  @Test func anchorsAndAliasesMayBeUsed() throws {
    let schedule = try read("name: a\ninterval_seconds: 5\ntrigger: {kind: command, argv: [&x date, *x]}")
    #expect(schedule.trigger == .command(CommandTrigger(argv: ["date", "date"])))
  }

  // MARK: Triggers

  @Test func anHTTPTriggerIsReadWhole() throws {
    let schedule = try read(
      schedule(
        trigger: """

            kind: http
            method: put
            url: https://x.example:8443/runs?at={{due}}
            headers: {Authorization: "Bearer {{env:TOKEN}}", X-Count: 3, X-Flag: yes}
            body: {run: "{{run_name}}", ok: true, country: NO, ratio: 0.5, big: 1e3, zip: 01234, time: 12:30, none: ~, list: [1, "2"]}
            success: [200, 202-204]
            timeout: 1m30s
          """))
    #expect(
      schedule.trigger
        == .http(
          HTTPTrigger(
            method: "PUT", url: "https://x.example:8443/runs?at={{due}}",
            headers: ["Authorization": "Bearer {{env:TOKEN}}", "X-Count": "3", "X-Flag": "yes"],
            body: [
              "run": "{{run_name}}", "ok": true, "country": "NO", "ratio": .number(0.5), "big": .number(1000), "zip": "01234",
              "time": "12:30", "none": nil, "list": [1, "2"],
            ],
            success: [200...200, 202...204], timeoutSeconds: 90)))
  }

  @Test func anHTTPTriggerHasDefaults() throws {
    let schedule = try read(schedule(trigger: "{kind: http, url: 'http://localhost/'}"))
    #expect(schedule.trigger == .http(HTTPTrigger(method: "POST", url: "http://localhost/", success: [200...299], timeoutSeconds: 60)))
  }

  @Test(arguments: ["{{env:URL}}", "https://{{env:HOST}}/x", "https://[::1]:8080/", "https://x.example/a@b"])
  func aURLMayHoldTemplates(url: String) throws {
    #expect(try read(schedule(trigger: "{kind: http, url: '\(url)'}")).trigger == .http(HTTPTrigger(url: url)))
  }

  @Test func aCommandTriggerIsReadWhole() throws {
    let schedule = try read(
      schedule(
        trigger:
          "{kind: command, argv: [echo, 5, yes, '{{due}}'], cwd: /tmp, env: {A: 4, B: no, C: , D: 1.50, E: '{{file:/x}}'}, timeout: 10m}"))
    #expect(
      schedule.trigger
        == .command(
          CommandTrigger(
            argv: ["echo", "5", "yes", "{{due}}"], cwd: "/tmp",
            env: ["A": "4", "B": "no", "C": "", "D": "1.50", "E": "{{file:/x}}"], timeoutSeconds: 600)))
  }

  @Test func aDeploymentTriggerIsReadWhole() throws {
    let schedule = try read(schedule(trigger: "{kind: deployment, deployment: prod, parameters: {day: '{{due}}', epochs: 20}}"))
    #expect(schedule.trigger == .deployment(DeploymentTrigger(deployment: "prod", parameters: ["day": "{{due}}", "epochs": 20])))
  }

  // MARK: Bindings

  @Test func aBindingIsReadWhole() throws {
    let id = Identifier.version5(namespace: ScheduleRecord.fileNamespace, name: "x")
    let binding = try binding(
      "match: {id: \(id)}\ntrigger: {kind: deployment}\npolicy: {misfire: skip}\ntime_zone: Europe/Berlin\ntake_over: true")
    #expect(
      binding
        == FileBinding(
          match: .id(id),
          content: BindingContent(
            trigger: .deployment(DeploymentTrigger()), policy: StatedPolicy(Policy(misfire: .skip), stating: [.misfire]),
            timeZone: "Europe/Berlin"),
          takeOver: true, location: "f.yaml:1"))
  }

  @Test func aBindingMatchesByNamePipelineOrGlob() throws {
    #expect(try binding("match: {name: 2026}").match == .name("2026"))
    #expect(try binding("match: {pipeline: train}").match == .pipeline("train"))
    #expect(try binding("match: {glob: 'nightly-*'}").match == .glob("nightly-*"))
    #expect(try binding("match: {glob: 'nightly-*'}").content == BindingContent())
  }

  @Test(arguments: [
    ("match: {id: abc}", "f.yaml:1:13: id 'abc' is not a UUID; match by name: instead?"),
    ("match: {name: a, pipeline: b}", "f.yaml:1:9: match needs exactly one of id, name, pipeline, glob, not name and pipeline"),
    ("match: {}", "f.yaml:1:8: match needs exactly one of id, name, pipeline, glob"),
    ("match: x", "f.yaml:1:8: match must be a mapping (key: value), not text"),
    (
      "match: {name: a}\ntime_zone: Mars",
      "f.yaml:2:12: time_zone 'Mars' is not an IANA time zone of this machine; write one such as Europe/Berlin"
    ),
    (
      "match: {name: a}\ncron_expression: x",
      "f.yaml:2:1: unknown key 'cron_expression': a document with match: says what a server's schedule does; when it is due, the server says"
    ),
  ])
  func aWrongBindingIsReported(text: String, first: String) {
    #expect(problems(text).split(separator: "\n").first.map(String.init) == first)
  }
}
