import Foundation
import TestSupport
import Testing

/// The daemon is taken away with SIGKILL, wherever it is, and comes back: each due instant is fired once and has one row.
@Suite("After a crash", .timeLimit(.minutes(15)))
struct RestartTests {
  @Test func aFireWhoseAnswerWasLostIsSentAgainWithTheSameIdentity() async throws {
    let target = try FirstHeldTarget()
    let due = Moment.text(Moment.afterAStart())
    let place = try DaemonPlace(schedules: [
      "lost.yaml": ScheduleFile.http("lost", "run_once_start_time: \(due)", url: target.url)
    ])
    let first = try await DaemonProcess.start(place)
    let id = try #require(try await first.schedule("lost")).id
    try await eventually("the request is there") {
      target.keys.count
    } until: {
      $0 == 1
    }
    await first.kill()

    try await place.withDaemon { daemon in
      let row = try await daemon.waitForOutcome("succeeded", of: id)
      #expect(row.due == due)
      #expect(target.keys == [row.fireId, row.fireId])
      #expect(try await daemon.runs(id) == [row])
    }
  }

  @Test func anInstantThatPassedMeanwhileIsFiredOnce() async throws {
    let target = try RecordingTarget()
    let place = try DaemonPlace()
    let first = try await DaemonProcess.start(place)
    // It is to be known, and the daemon gone, before its time.
    let due = Moment.afterALook()
    let once = ScheduleFile.http("once", "run_once_start_time: \(Moment.text(due))", url: target.url("/once"))
    try place.writeSchedules(once, to: "once.yaml")
    first.hangUp()
    let id = try await first.waitForState("armed", of: "once").id
    await first.kill()
    try await Moment.pass(due.addingTimeInterval(1))

    try await place.withDaemon { daemon in
      let row = try await daemon.waitForOutcome("succeeded", of: id)
      #expect(target.keys("/once") == [row.fireId])
      #expect(try #require(row.latenessMs) >= 1_000)
      #expect(try await daemon.runs(id) == [row])
    }
  }

  @Test func missedInstantsFollowTheMisfirePolicy() async throws {
    let target = try RecordingTarget()
    let policies = ["last", "all", "skip"]
    // On a busy machine a fire may outlive the next instant: none is to be skipped for that.
    let place = try DaemonPlace(
      schedules: Dictionary(
        uniqueKeysWithValues: policies.map { name in
          let policy = "{misfire: \(name), overlap: allow}"
          return ("\(name).yaml", ScheduleFile.http(name, "interval_seconds: 2", url: target.url("/\(name)"), policy: policy))
        }))
    let first = try await DaemonProcess.start(place)
    let ids = Dictionary(uniqueKeysWithValues: try await first.schedules().map { ($0.name, $0.id) })
    try await eventually("all have fired") {
      policies.map { target.keys("/\($0)").count }.min() ?? 0
    } until: {
      $0 >= 1
    }
    // Without its Z, so that every text of the same second comes after it.
    let killed = String(Moment.text(Date()).dropLast())
    await first.kill()
    // Three instants and a little.
    try await Moment.pass(Date().addingTimeInterval(7))

    try await place.withDaemon { daemon in
      let restarted = Moment.text(Date().addingTimeInterval(2))
      for policy in policies {
        let rows = try await settledRows(of: try #require(ids[policy]), daemon, through: restarted)
        try expectEachInstantOnce(rows, every: 2)
        let fired = rows.filter { $0.startedAt != nil }.map(\.due)
        #expect(Set(target.dues("/\(policy)").filter { $0 <= restarted }) == Set(fired))
        expectOneRequestEach(rows, target.keys("/\(policy)"), killed: killed)
        switch policy {
        case "all": #expect(rows.allSatisfy { $0.outcome == "succeeded" })
        case "last": #expect(rows.contains { $0.outcome == "coalesced" && $0.count >= 2 })
        default: #expect(!rows.contains { $0.outcome == "coalesced" })
        }
      }
    }
  }

  /// The schedule's rows up to `instant`, when all of them are final and a later fire has succeeded.
  private func settledRows(of id: String, _ daemon: DaemonProcess, through instant: String) async throws -> [RunLine] {
    let rows = try await eventually("the schedule goes on, and all before \(instant) is settled") {
      try await daemon.runs(id).sorted { $0.due < $1.due }
    } until: { rows in
      rows.contains { $0.due > instant && $0.outcome == "succeeded" } && rows.allSatisfy { $0.due > instant || $0.isFinal }
    }
    return rows.filter { $0.due <= instant }
  }

  /// Only a fire that was under way when the daemon was killed may be sent again, under the same identity.
  private func expectOneRequestEach(_ rows: [RunLine], _ keys: [String], killed: String) {
    let sent = Dictionary(grouping: keys, by: { $0 }).mapValues(\.count)
    for row in rows where sent[row.fireId, default: 0] > 1 {
      #expect(sent[row.fireId] == 2 && (row.finishedAt ?? "") >= killed, "sent again, and ended before \(killed): \(row)")
    }
  }

  @Test func aRunningCommandIsFollowedToItsEnd() async throws {
    let (place, id) = try await killedDuringItsCommand()

    try await place.withDaemon { daemon in
      try await daemon.waitForOutcome("started", of: id)
      try place.directory.write("", to: "go")
      let row = try await daemon.waitForOutcome("failed", of: id)
      #expect(row.reason?.contains("exited with 7") == true)
      #expect(place.directory.read("starts") == "started\n")
      #expect(try await daemon.runs(id).count == 1)
    }
  }

  @Test func aCommandThatEndedMeanwhileHasItsExitCode() async throws {
    let (place, id) = try await killedDuringItsCommand()
    try place.directory.write("", to: "go")
    try await eventually("it has ended") {
      place.directory.read("end")
    } until: {
      $0 == "ended\n"
    }

    try await place.withDaemon { daemon in
      let row = try await daemon.waitForOutcome("failed", of: id)
      #expect(row.reason?.contains("exited with 7") == true)
      #expect(place.directory.read("starts") == "started\n")
      #expect(try await daemon.runs(id) == [row])
    }
  }

  /// The place of a daemon that is gone, and the schedule whose command goes on.
  private func killedDuringItsCommand() async throws -> (place: DaemonPlace, id: String) {
    let place = try commandPlace()
    let first = try await DaemonProcess.start(place)
    let id = try #require(try await first.schedule("command")).id
    try await eventually("it runs") {
      place.directory.read("starts")
    } until: {
      $0 == "started\n"
    }
    await first.kill()
    return (place, id)
  }

  /// A command that notes each start, and ends with 7 when it is told to.
  private func commandPlace() throws -> DaemonPlace {
    let place = try DaemonPlace()
    let folder = place.directory.path
    let script = "cd \(folder); echo started >> starts; while ! [ -e go ]; do sleep 0.05; done; echo ended > end; exit 7"
    try place.writeSchedules(
      ScheduleFile.command("command", "run_once_start_time: \(Moment.text(Moment.afterAStart()))", script: script),
      to: "command.yaml")
    return place
  }
}

/// Rows, in order of time, follow each other without a gap and without an overlap.
func expectEachInstantOnce(_ rows: [RunLine], every seconds: Double) throws {
  for (row, next) in zip(rows, rows.dropFirst()) {
    let expected = Moment.text(try Moment.date(row.dueLast).addingTimeInterval(seconds))
    #expect(next.due == expected, "after \(row)")
  }
}

/// Takes the first request and never answers it; answers all others.
private final class FirstHeldTarget: Sendable {
  private let server: LoopbackServer

  init() throws {
    server = try LoopbackServer { $0.number == 1 ? .hold : .response(200) }
  }

  var url: String { "\(server.url)/" }
  var keys: [String] { server.requests.compactMap { $0.header("Idempotency-Key") } }
}
