import Foundation
import TestSupport
import Testing

/// The server goes away and comes back, the daemon crashes beside it, and it is full: on a server that no other test uses.
@Suite("A server of its own", .serialized, .timeLimit(.minutes(15)))
struct OwnServerTests {
  let fixture = ZenMLFixture.disposable
  let server: ZenMLServer

  init() async throws { server = try await fixture.server() }

  @Test func goesAwayAndFiresGoOnWhileWhatNeedsItWaits() async throws {
    let target = try RecordingTarget()
    let place = try place(schedules: [
      "http.yaml": ScheduleFile.http("http", "interval_seconds: 2", url: target.url("/http")),
      "command.yaml": ScheduleFile.command("command", "interval_seconds: 2", script: "exit 0"),
      "cached.yaml": ScheduleFile.binding("glob: 'cached-*'", trigger: "kind: http, url: '\(target.url("/cached"))'"),
    ])
    try await place.withDaemon { daemon in
      // Both are to be known, and the server away, before their first instant.
      let start = Moment.ahead(90)
      let cached = try await server.create(NewSchedule(name: uniqueName("cached"), interval: 2, start: start))
      let name = uniqueName("waiting")
      let waiting = try await server.create(
        NewSchedule(
          name: name, once: start, pipeline: server.facts.pipelines["training"]))
      for id in [cached, waiting] { try await daemon.waitForState("armed", of: id) }

      let row = try await fixture.whileServerIsAway {
        try await eventually("the cache fires") {
          target.keys("/cached").count
        } until: {
          $0 >= 3
        }
        for name in ["http", "command"] { try await expectSuccessNow(of: name, daemon) }
        let status = try await eventually("reports wait, and the outage is told") {
          try await daemon.status()
        } until: {
          $0.reportsWaiting > 0 && $0.sync?.error != nil
        }
        #expect(status.problems.contains { $0.contains("the server cannot be read") })
        // The deployment itself needs half a minute to find out that ZenML is gone.
        let row = try await daemon.waitForOutcome("waiting", of: waiting)
        #expect(row.reason != nil && row.runId == nil)
        return row
      }

      let done = try await daemon.waitForOutcome("succeeded", of: waiting)
      #expect(done.fireId == row.fireId && done.runName == row.runName)
      #expect(try await daemon.runs(waiting).count == 1)
      #expect(try await server.runs(namedFrom: name).map(\.name) == [done.runName])
      for id in [cached, waiting] {
        try await eventually("the report on \(id) arrives") {
          try await server.report(onSchedule: id)
        } until: {
          $0?.outcome == "succeeded"
        }
      }
      try await eventually("nothing waits") {
        try await daemon.status().reportsWaiting
      } until: {
        $0 == 0
      }
      try await server.delete(cached)
    }
  }

  @Test func thatNoLongerTakesTheTokenIsLoggedInToAgain() async throws {
    let place = try place()
    try await place.withDaemon { daemon in
      try await eventually("it is read") {
        try await daemon.status().sync
      } until: {
        $0?.lastSuccess != nil
      }
      try await fixture.whileServerIsAway(thenWith: ["ZENML_SERVER_JWT_SECRET_KEY=\(UUID().uuidString)"]) {}
      let now = try await fixture.server()
      let id = try await now.create(NewSchedule(name: uniqueName("after"), cron: "0 0 1 1 *"))
      try await daemon.syncs()
      #expect(try await daemon.schedule(id) != nil)
      try await now.delete(id)
    }
  }

  /// The states of a fire at which the daemon is killed: as soon as its row is there, and when its run is under way.
  @Test(arguments: [["claimed", "started", "unknown"], ["started"]])
  func hasOneRunForAnInstantAtWhichTheDaemonCrashed(_ outcomes: [String]) async throws {
    let name = uniqueName("crash")
    let place = try place(schedules: [
      "crash.yaml": ScheduleFile.binding("name: \(name)", trigger: "kind: deployment, parameters: {sleep_s: 3}")
    ])
    let id = try await server.create(
      NewSchedule(
        name: name, once: Moment.afterAStart(), pipeline: server.facts.pipelines["training"]))
    let first = try await DaemonProcess.start(place)
    try await eventually("the fire is \(outcomes[0])") {
      try await first.runs(id).first?.outcome
    } until: {
      $0.map(outcomes.contains) ?? false
    }
    await first.kill()

    try await place.withDaemon { daemon in
      let row = try await daemon.waitForOutcome("succeeded", of: id)
      #expect(try await daemon.runs(id) == [row])
      let runs = try await server.runs(namedFrom: name)
      #expect(runs.map(\.name) == [row.runName] && runs.map(\.id) == [row.runId])
    }
  }

  @Test func hasOneRunForAnInstantAtWhichTheDaemonWasDown() async throws {
    let place = try place()
    let first = try await DaemonProcess.start(place)
    // It is to be known, and the daemon gone, before its time.
    let (name, due) = (uniqueName("down"), Moment.afterALook())
    let id = try await server.create(NewSchedule(name: name, once: due, pipeline: server.facts.pipelines["training"]))
    try await first.waitForState("armed", of: id)
    await first.kill()
    try await Moment.pass(due.addingTimeInterval(1))

    try await place.withDaemon { daemon in
      let row = try await daemon.waitForOutcome("succeeded", of: id)
      #expect(row.due == Moment.text(due))
      #expect(try await daemon.runs(id) == [row])
      #expect(try await server.runs(namedFrom: name).map(\.name) == [row.runName])
    }
  }

  // MARK: Helpers

  private func place(schedules: [String: String] = [:]) throws -> DaemonPlace {
    let place = try DaemonPlace(
      "server: {url: \"\(server.facts.url)\", api_key_file: key}\nsync_interval: 1s", schedules: schedules)
    try place.writeSecret(server.facts.apiKey, to: "key")
    return place
  }

  /// A fire that was claimed from now on succeeds.
  private func expectSuccessNow(of name: String, _ daemon: DaemonProcess) async throws {
    let id = try #require(try await daemon.schedule(name)).id
    let now = Moment.text(Date())
    try await eventually("\(name) goes on") {
      try await daemon.runs(id)
    } until: { rows in
      rows.contains { $0.due > now && $0.outcome == "succeeded" }
    }
  }
}
