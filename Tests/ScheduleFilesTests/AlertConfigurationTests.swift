import Alerts
import Foundation
import Scheduling
import Testing

@testable import ScheduleFiles

/// The section `alerts`, and what a schedule's file says of them.
@Suite struct AlertConfigurationTests {
  private let directory: TestDirectory

  init() throws {
    directory = try TestDirectory()
  }

  private func load(_ text: String, _ environment: [String: String] = [:]) throws -> Configuration {
    try Configuration.load(path: directory.write("carillon.yaml", text, permissions: 0o600), environment: environment)
  }

  /// What is printed first when it is refused, without the file's name.
  private func refusal(_ text: String, _ environment: [String: String] = [:]) -> String {
    do {
      _ = try load(text, environment)
      return "accepted"
    } catch {
      let line = "\(error)".split(separator: "\n").first.map(String.init) ?? ""
      return line.replacing("\(directory.path)/carillon.yaml:", with: "").replacing(directory.path, with: "D")
    }
  }

  @Test func withoutTheSectionNobodyIsTold() throws {
    let alerts = try load("#").alerts
    #expect(!alerts.rules.isOn && alerts.sinks.isEmpty && alerts.ping == nil)
  }

  @Test func aSinkAloneSwitchesTheUsualOnesOn() throws {
    let rules = try load("alerts: {sinks: {ops: {kind: command, argv: [tell]}}}").alerts.rules
    #expect(rules.isOn && rules.failed && rules.recovered && rules.missed && rules.health)
    #expect(rules.disk == 256 << 20 && rules.serverUnreachable == .seconds(300) && rules.reminder == .seconds(86_400))
    #expect(rules.nth == nil && rules.late == nil && rules.tooLong == nil && rules.perMinute == 20)
  }

  @Test func everyKeyIsRead() throws {
    try directory.write("hook", "https://hooks.example.com/T0/B0/x\n")
    try directory.write("smtp", "sesame\n")
    try directory.write("credentials/hmac", "s3cret\n")
    let alerts = try load(
      """
      public_url: https://carillon.example.com
      alerts:
        sinks:
          chat: {kind: webhook, url_file: hook, format: slack}
          ops: {kind: webhook, url: 'https://alerts.example.com/in?x=1', secret_file: 'credential:hmac'}
          mail:
            kind: email
            host: smtp.example.com
            from: carillon@example.com
            to: [ops@example.com, night@example.com]
            username: carillon
            password_file: smtp
          local: {kind: email, host: localhost, port: 25, tls: off, from: a@b.c, to: [d@e.f]}
          page: {kind: command, argv: [/usr/local/bin/page, now], timeout: 10s}
        to: [ops, chat]
        failed: off
        nth: 3
        recovered: off
        missed: off
        late: 5m
        too_long: 80%
        server_unreachable: 10m
        target_unreachable: off
        disk: 1GiB
        health: off
        reminder: off
        per_minute: 5
        ping: {url: 'https://hc-ping.com/abc', interval: 30s}
      """, ["CREDENTIALS_DIRECTORY": "\(directory.path)/credentials"]
    ).alerts
    #expect(alerts.sinks.map(\.name) == ["chat", "ops", "mail", "local", "page"])
    #expect(alerts.sinks[0].way == .webhook(.init(url: Secret("https://hooks.example.com/T0/B0/x"), format: .slack, secret: nil)))
    #expect(
      alerts.sinks[1].way == .webhook(.init(url: Secret("https://alerts.example.com/in?x=1"), format: .json, secret: Secret("s3cret"))))
    let to = ["ops@example.com", "night@example.com"].compactMap(MailAddress.init)
    #expect(
      alerts.sinks[2].way
        == .email(
          .init(
            host: "smtp.example.com", port: 587, encryption: .starttls, from: MailAddress("carillon@example.com")!, to: to,
            username: "carillon", password: Secret("sesame"))))
    guard case .email(let local) = alerts.sinks[3].way else { return #expect(Bool(false), "mail is mail") }
    #expect(local.port == 25 && local.encryption == .off && local.username == nil)
    #expect(alerts.sinks[4].way == .command(argv: ["/usr/local/bin/page", "now"], timeout: .seconds(10)))
    let rules = alerts.rules
    #expect(rules.standardSinks == ["ops", "chat"] && !rules.failed && !rules.recovered && !rules.missed && !rules.health)
    #expect(rules.nth == 3 && rules.late == .seconds(300) && rules.tooLong == .shareOfTimeout(0.8))
    #expect(rules.serverUnreachable == .seconds(600) && rules.targetUnreachable == nil)
    #expect(rules.disk == 1 << 30 && rules.reminder == nil && rules.perMinute == 5)
    #expect(rules.publicURL == "https://carillon.example.com")
    #expect(alerts.ping == .init(url: Secret("https://hc-ping.com/abc"), interval: .seconds(30)))
  }

  @Test(arguments: [
    ("{sinks: {ops: {argv: [x]}}}", "1:24: sink 'ops' needs kind: webhook, email or command"),
    ("{sinks: {ops: {kind: pager}}}", "1:30: kind 'pager' is not one of webhook, email, command"),
    ("{sinks: {ops: {kind: webhook}}}", "1:24: sink 'ops' needs url, or url_file"),
    ("{sinks: {ops: {kind: webhook, url: ftp://x/canary}}}", "must be an http:// or https:// address with a host"),
    ("{sinks: {ops: {kind: webhook, url: http://u:canary@x/}}}", "must be an http:// or https:// address with a host"),
    ("{sinks: {ops: {kind: webhook, url: http://x/, url_file: y}}}", "url and url_file are both given; keep one of them"),
    ("{sinks: {ops: {kind: webhook, url: http://x/, secret_env: NO}}}", "secret_env: the environment has no variable 'NO'"),
    ("{sinks: {ops: {kind: webhook, url: http://x/, secret_file: no}}}", "secret_file 'D/no'"),
    ("{sinks: {ops: {kind: command}}}", "sink 'ops' needs argv: a program and its arguments"),
    ("{sinks: {ops: {kind: command, argv: []}}}", "argv needs a program first"),
    ("{sinks: {ops: {kind: email, host: h, from: a@b.c}}}", "sink 'ops' needs to: [who gets the mail]"),
    ("{sinks: {ops: {kind: email, host: h, from: 'a@b.c, d@e.f', to: [a@b.c]}}}", "is not a plain address such as ops@example.com"),
    ("{sinks: {ops: {kind: email, host: h, from: a@b.c, to: [a@b.c], tls: off}}}", "tls: off is for a mail server on this machine"),
    ("{sinks: {ops: {kind: email, host: 127.0.0.1.example.com, from: a@b.c, to: [a@b.c], tls: off}}}", "tls: off is for a mail server"),
    (
      "{sinks: {ops: {kind: email, host: h, from: a@b.c, to: [a@b.c], username: u}}}",
      "username and password (or password_file) belong together"
    ),
    ("{sinks: {ops: {kind: email, host: 'h:25', from: a@b.c, to: [a@b.c]}}}", "the port has a key of its own"),
    ("{sinks: {ops: {kind: command, argv: [x]}}, to: [team]}", "to 'team' is no sink: there are ops"),
    ("{to: [team]}", "to 'team' is no sink: the configuration names none"),
    ("{sinks: {'a b': {kind: command, argv: [x]}}}", "sinks 'a b' is not a name"),
    ("{nth: 1}", "nth '1' is not between 2 and 1000; write off for none"),
    ("{late: 300}", "late '300' is not a duration; it has no unit: write 300s"),
    ("{too_long: 120%}", "too_long '120%' is not between 1% and 99% of the timeout"),
    ("{failed: 'on'}", "failed 'on' is text; write true or false without quotes"),
    ("{ping: {interval: 1m}}", "ping needs url, or url_file"),
    ("{ping: {url: 'https://x/', interval: 1s}}", "interval '1s' is not between 10s and 1d"),
    ("{expect: {model_version: m}}", "unknown key 'expect': it belongs to a schedule"),
    ("{reminders: 1d}", "unknown key 'reminders'; did you mean 'reminder'?"),
  ])
  func whatIsWrongIsSaid(section: String, message: String) {
    let refusal = refusal("alerts: \(section)")
    #expect(refusal.contains(message) && !refusal.contains("canary"), "\(refusal)")
  }

  // MARK: Schedules

  private func alerts(_ more: String, sinks: Set<String>? = ["ops"]) -> (alerts: ScheduleAlerts?, problems: [String]) {
    let yaml = "name: n\ninterval_seconds: 60\ntrigger: {kind: command, argv: [date]}\n\(more)\n"
    let text = ScheduleText(file: "f.yaml", text: yaml, calendars: .none, zoneNamed: { _ in nil }, alertSinks: sinks)
    return (text.schedules.first?.schedule.definition.alerts, (text.errors + text.warnings).map(\.message))
  }

  @Test func aScheduleSaysWhatIsDifferentForIt() {
    let (alerts, problems) = alerts(
      """
      alerts: {to: [ops], failed: off, nth: 5, missed: off, late: off, too_long: 2h}
      ping: https://hc-ping.com/key/slug?create=1
      expect: {model_version: churn, within: 2h}
      """)
    var expected = ScheduleAlerts()
    (expected.sinks, expected.failed, expected.nth, expected.missed) = (["ops"], false, .on(5), false)
    (expected.late, expected.tooLong) = (.off, .on(.duration(.seconds(7200))))
    expected.ping = "https://hc-ping.com/key/slug?create=1"
    expected.expectation = ModelExpectation(model: "churn", within: .seconds(7200))
    #expect(problems == [] && alerts == expected)
  }

  @Test func aScheduleThatSaysNothingHasNone() { #expect(alerts("").alerts == nil) }

  @Test(arguments: [
    ("alerts: {to: [team]}", "to 'team' is no sink: there are ops"),
    ("alerts: {reminder: 1d}", "unknown key 'reminder': it is the daemon's: it belongs to alerts: of the configuration"),
    ("ping: 'hc-ping.com/x'", "ping must be an http:// or https:// address"),
    ("expect: {within: 2h}", "expect needs model_version: the name of a model"),
    ("expect: {model_version: m, within: 30d}", "within '30d' is not between 1s and 7d"),
    ("expect: m", "expect must be a mapping"),
  ])
  func whatIsWrongInAScheduleIsSaid(more: String, message: String) {
    let problems = alerts(more).problems
    #expect(problems.contains { $0.contains(message) }, "\(problems)")
  }

  @Test func thatNobodyWouldBeToldIsSaid() {
    #expect(
      alerts("expect: {model_version: m}", sinks: []).problems == ["expect: the configuration has no alerts: sinks, so nobody is told"])
    #expect(alerts("ping: 'https://hc-ping.com/x'", sinks: []).problems == [])
    #expect(alerts("alerts: {to: [any]}", sinks: nil).problems == [], "files alone do not know")
  }

  @Test func aBindingsAlertsReachItsSchedules() throws {
    let yaml = "match: {name: nightly}\nexpect: {model_version: churn}\n"
    let text = ScheduleText(file: "f.yaml", text: yaml, calendars: .none, zoneNamed: { _ in nil })
    let schedule = ServerSchedule(record: ScheduleRecord(id: .random(), name: "nightly", source: .zenml, interval: .seconds(60)))
    let binder = Binder(files: text.bindings, allowed: ServerBindingRules()) { _ throws(BindingTextError) in BindingContent() }
    #expect(binder.definition(of: schedule).alerts?.expectation?.model == "churn")
  }

  @Test(arguments: ["alerts: {failed: off}", "ping: 'https://hc-ping.com/x'", "expect: {model_version: m}"])
  func whatTheServerHoldsCannotSpeakOfAlerts(more: String) {
    let text = "trigger: {kind: deployment}\n\(more)"
    let error = #expect(throws: BindingTextError.self) { try BindingText.parse(text, calendars: .none) }
    #expect(error?.sentence.contains("it belongs into a file with match:") == true)
  }

  @Test func aLocalScheduleMayHaveAlertsButNoPing() throws {
    let context = LocalScheduleText.Context(zoneNamed: { _ in nil })
    let text = "name: n\ninterval_seconds: 60\ntrigger: {kind: command, argv: [date]}\n"
    #expect(try LocalScheduleText.read(text + "alerts: {nth: 3}\n", in: context).definition.alerts?.nth == .on(3))
    let error = #expect(throws: LocalDefinitionError.self) {
      try LocalScheduleText.read(text + "ping: https://hc-ping.com/x\n", in: context)
    }
    #expect("\(String(describing: error))".contains("belongs to a file"))
  }

  @Test func whatAFileSaysOfAlertsMakesNoNewRevision() {
    var (one, other) = (
      ScheduleDefinition(record: ScheduleRecord(id: .random(), name: "n", source: .file), standing: .armed), ScheduleAlerts()
    )
    let before = one.substance
    other.failed = false
    one.alerts = other
    #expect(one.substance == before && one.alerts == other)
  }
}
