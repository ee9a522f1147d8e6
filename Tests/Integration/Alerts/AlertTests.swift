import Foundation
import TestSupport
import Testing

/// What the real daemon tells people.
@Suite("Alerts", .timeLimit(.minutes(15)))
struct AlertTests {
  private let target: RecordingTarget

  init() throws { target = try RecordingTarget() }

  private struct Told: Decodable {
    let kind: String
    let sentence: String
    let why: String
    let schedule: String?
  }

  private func told(_ path: String) -> [Told] {
    target.requests(path).compactMap { try? JSONDecoder().decode(Told.self, from: Data($0.body)) }
  }

  /// - Parameter more: keys of `alerts`, each on a line of its own.
  private func configuration(_ path: String, _ more: String = "") -> String {
    "alerts:\n  sinks:\n    ops: {kind: webhook, url: '\(target.url(path))', secret: s3cret}\n  \(more)"
  }

  /// Fails until the file is there.
  private func failing(in place: DaemonPlace) throws {
    let script = "test -e \(place.directory.path("mended")) || exit 3"
    try place.writeSchedules(ScheduleFile.command("nightly", "interval_seconds: 1", script: script), to: "a.yaml")
  }

  /// Waits until so much was told first: more may have come by the time at which it is looked at.
  /// - Parameter schedule: only what is told of it counts; nil: everything does.
  private func waitForTold(_ path: String, of schedule: String? = nil, _ kinds: [String]) async throws -> [Told] {
    try await eventually("alerts come") {
      told(path).filter { schedule == nil || $0.schedule == schedule }
    } until: {
      $0.map(\.kind).starts(with: kinds)
    }
  }

  @Test func aFailureIsToldOnceAndItsEndOnceOverAKill() async throws {
    let place = try DaemonPlace(configuration("/hook"))
    try failing(in: place)
    let first = try await DaemonProcess.start(place)
    let alert = try #require(try await waitForTold("/hook", ["failed"]).first)
    #expect(alert.schedule == "nightly" && alert.sentence.hasSuffix("has failed: it exited with 3"))
    #expect(target.requests("/hook").first?.header("Carillon-Signature")?.hasPrefix("v1=") == true)
    // The alert's own command answers.
    let why = try await first.command(Array(alert.why.split(separator: " ").dropFirst().map(String.init)))
    #expect(why.status == 0 && why.output.contains("it exited with 3") && why.output.contains("\nalert"))
    let list = try await first.command("alerts", "list")
    #expect(list.output.contains("failed") && list.output.contains("nightly") && list.output.contains("webhook"))
    #expect(try await first.command("status").output.contains("alert            failed, since"))
    // That it was told is written down behind the answer, with the next ends at the latest.
    try await goesOnFailing(first)
    await first.kill()
    try await place.withDaemon { daemon in
      try await goesOnFailing(daemon)
      #expect(told("/hook").map(\.kind) == ["failed"], "it was told before the kill")
      try place.directory.write("", to: "mended")
      _ = try await waitForTold("/hook", ["failed", "recovered"])
      #expect(try await daemon.command("alerts", "list").output.hasPrefix("no open alerts\n"))
    }
  }

  private func goesOnFailing(_ daemon: DaemonProcess) async throws {
    let id = try await daemon.waitForState("armed", of: "nightly").id
    let before = try await daemon.runs(id).count
    _ = try await eventually("it goes on failing") {
      try await daemon.runs(id).count
    } until: {
      $0 >= before + 3
    }
  }

  @Test func aSinkThatIsDownHoldsNothingUpAndIsShown() async throws {
    let place = try DaemonPlace(configuration("/down/hook"))
    try failing(in: place)
    try await place.withDaemon { daemon in
      let status = try await eventually("the sink is shown") {
        try await daemon.status().problems
      } until: { problems in
        problems.contains { $0.contains("the alert sink ops did not take what it was sent last") }
      }
      #expect(status.contains { $0.contains("answered with status 503") })
      let shown = Moment.text(Date())
      let id = try await daemon.waitForState("armed", of: "nightly").id
      try await eventually("fires go on and end") {
        try await daemon.runs(id)
      } until: { rows in
        rows.count { $0.due > shown && $0.outcome == "failed" } >= 3
      }
    }
  }

  @Test func aTestSaysWhatEachSinkAnswered() async throws {
    let place = try DaemonPlace(
      """
      alerts:
        sinks:
          down: {kind: webhook, url: '\(target.url("/down/x"))'}
          ops: {kind: command, argv: [/bin/sh, -c, 'cat > "$0"', '\(NSTemporaryDirectory())/carillon-told-\(getpid())']}
      """)
    defer { try? FileManager.default.removeItem(atPath: "\(NSTemporaryDirectory())/carillon-told-\(getpid())") }
    try await place.withDaemon { daemon in
      let all = try await daemon.command("alerts", "test")
      #expect(all.status == 1)
      #expect(
        all.output
          == "down (webhook): not taken: \(target.host) answered with status 503\nops (command): taken: /bin/sh exited with 0\n")
      let one = try await daemon.command("alerts", "test", "ops")
      #expect(one.status == 0)
      let told = try String(contentsOfFile: "\(NSTemporaryDirectory())/carillon-told-\(getpid())", encoding: .utf8)
      #expect(told.contains("\"kind\":\"test\""))
      let none = try await daemon.command("alerts", "test", "nobody")
      #expect(none.status != 0 && none.errors.contains("there is no alert sink 'nobody'"))
    }
  }

  @Test func switchesHearOfRunsAndOfTheDaemon() async throws {
    let place = try DaemonPlace("alerts: {ping: {url: '\(target.url("/daemon"))', interval: 10s}}")
    let schedule = ScheduleFile.command("nightly", "interval_seconds: 2", script: "echo working hard; exit 3")
    try place.writeSchedules(schedule + "ping: \(target.url("/hc/key"))\n", to: "a.yaml")
    try await place.withDaemon { daemon in
      let id = try await daemon.waitForState("armed", of: "nightly").id
      let run = try await daemon.waitForOutcome("failed", of: id)
      let paths = ["/hc/key/start?rid=\(run.fireId)", "/hc/key/3?rid=\(run.fireId)"]
      _ = try await eventually("start and end are told") {
        paths.map { target.requests($0).count }
      } until: {
        $0 == [1, 1]
      }
      let body = String(decoding: try #require(target.requests(paths[1]).first).body, as: UTF8.self)
      #expect(body.hasPrefix("it exited with 3\n\n") && body.contains("working hard"))
      _ = try await eventually("the daemon is alive") {
        target.requests("/daemon").count
      } until: {
        $0 >= 1
      }
    }
  }

  @Test func aFilesPingKeepsToTheEgressRules() async throws {
    let place = try DaemonPlace("egress: {deny: [127.0.0.1]}")
    let schedule = ScheduleFile.command("nightly", "interval_seconds: 1", script: "true")
    try place.writeSchedules(schedule + "ping: \(target.url("/hc/canary"))\n", to: "a.yaml")
    try await place.withDaemon { daemon in
      _ = try await eventually("the ping is refused") {
        daemon.log
      } until: {
        $0.contains("a dead man's switch could not be told")
      }
      #expect(daemon.log.contains("denied by egress.deny") && !daemon.log.contains("canary"))
      #expect(target.requests("/hc/canary").isEmpty)
    }
  }

  @Test func aRunThatBringsNoModelVersionIsToldUntilOneDoes() async throws {
    // Other tests have schedules on this server, of which the daemon tells as well.
    let server = try await ZenMLFixture.shared.server()
    let model = uniqueName("churn")
    let place = try DaemonPlace(
      """
      server: {url: "\(server.facts.url)", api_key_file: key}
      \(configuration("/model", "reminder: off\n  failed: off\n  missed: off"))
      """)
    try place.writeSecret(server.facts.apiKey, to: "key")
    let schedule = ScheduleFile.http("train", "interval_seconds: 3", url: target.url("/train"))
    try place.writeSchedules(schedule + "expect: {model_version: \(model), within: 4s}\n", to: "a.yaml")
    try await place.withDaemon { daemon in
      let alert = try #require(try await waitForTold("/model", of: "train", ["expectation"]).first)
      #expect(alert.sentence.contains("brought no new version of model '\(model)'"))
      struct Created: Decodable, Sendable { let id: String }
      let created = try await server.post(Created.self, "/models", ["name": model, "project": server.facts.projectId])
      _ = try await server.post(Created.self, "/model_versions", ["model": created.id, "project": server.facts.projectId])
      _ = try await waitForTold("/model", of: "train", ["expectation", "recovered"])
      _ = daemon
    }
  }
}

extension DaemonProcess {
  fileprivate func command(_ arguments: [String]) async throws -> CommandResult {
    try await CLI.run(arguments + ["--config", place.configurationPath])
  }
}
