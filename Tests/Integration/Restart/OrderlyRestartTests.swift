import Foundation
import TestSupport
import Testing

/// The daemon is stopped as a service manager does it. Where nothing has changed since, it is ready before it has read its files.
@Suite("After an orderly end", .timeLimit(.minutes(15)))
struct OrderlyRestartTests {
  private let target: RecordingTarget
  private let place: DaemonPlace

  init() throws {
    target = try RecordingTarget()
    place = try DaemonPlace(
      "log_level: info",
      schedules: [
        "a.yaml": ScheduleFile.http("a", "interval_seconds: 1", url: target.url("/a"), policy: "{misfire: all}"),
        "b.yaml": ScheduleFile.http("b", "cron_expression: H 3 * * *\ntime_zone: Europe/Berlin", url: target.url("/b")),
      ])
  }

  private static let sign = "the schedule files are as the ledger has them"
  private var memory: String? { place.directory.read("state/files.fingerprint") }

  /// A life of the daemon, in which nothing happens but fires.
  private func live() async throws -> [ScheduleLine] {
    try await place.withDaemon { daemon in
      #expect(!daemon.log.contains(Self.sign))
      return try await daemon.schedules()
    }
  }

  @Test func schedulesComeFromTheLedgerWhereTheFilesSayTheSame() async throws {
    let before = try await live()
    #expect(memory != nil)

    try await place.withDaemon { daemon in
      #expect(daemon.log.contains(Self.sign))
      #expect(memory == nil, "a life that ends in no order leaves nothing")
      let now = try await daemon.schedules()
      #expect(now.map(\.id) == before.map(\.id) && now.map(\.binding) == before.map(\.binding))
      #expect(now.map(\.state) == ["armed", "armed"] && now.map(\.warnings) == before.map(\.warnings))
      let seen = target.keys("/a").count
      try await eventually("it fires on") {
        target.keys("/a").count
      } until: {
        $0 > seen + 1
      }
    }
    try expectEachInstantOnceInTheLedger(of: try await rows("a"))
    #expect(Set(target.keys("/a")).count == target.keys("/a").count)
  }

  /// The files are read behind the start: what they say last is known when one breaks.
  @Test func aFileThatBreaksAfterwardsKeepsWhatItSaid() async throws {
    _ = try await live()
    try await place.withDaemon { daemon in
      #expect(daemon.log.contains(Self.sign))
      try place.writeSchedules("name: a\ninterval_seconds: soon\n", to: "a.yaml")
      daemon.hangUp()
      try await eventually("the mistake is known") {
        daemon.log
      } until: {
        $0.contains("a schedule file is not used as it stands")
      }
      #expect(try await daemon.schedules().map(\.state) == ["armed", "armed"])
    }
    #expect(memory == nil, "with a mistake in it nothing is left to the next start")
  }

  @Test func whatWasChangedMeanwhileCounts() async throws {
    _ = try await live()
    try place.writeSchedules(ScheduleFile.http("a", "interval_seconds: 7", url: target.url("/a")), to: "a.yaml")
    try FileManager.default.removeItem(atPath: place.directory.path("schedules/b.yaml"))
    try place.writeSchedules(ScheduleFile.http("c", "interval_seconds: 60", url: target.url("/c")), to: "c.yaml")
    let now = try await live()
    #expect(now.map(\.name) == ["a", "c"])
    #expect(now.map(\.intervalSeconds) == [7, 60])
  }

  @Test func afterAKillTheFilesAreReadFirst() async throws {
    _ = try await live()
    let daemon = try await DaemonProcess.start(place)
    #expect(daemon.log.contains(Self.sign))
    await daemon.kill()
    #expect(try await live().count == 2)
  }

  /// It is in no ledger, so no start can do without its file.
  @Test func aLiteralSecretIsReadFromItsFile() async throws {
    try place.writeSchedules(
      "name: b\ninterval_seconds: 1\ntrigger: {kind: http, url: \"\(target.url("/b"))\", headers: {Authorization: s3cret}}\n", to: "b.yaml")
    for _ in 0..<2 {
      #expect(try await live().count == 2)
      #expect(memory == nil)
    }
  }

  private func rows(_ name: String) async throws -> [RunLine] {
    try await place.withDaemon { daemon in
      #expect(try await daemon.command("audit").status == 0)
      return try await daemon.runs(try #require(try await daemon.schedule(name)).id).sorted { $0.due < $1.due }
    }
  }

  private func expectEachInstantOnceInTheLedger(of rows: [RunLine]) throws {
    #expect(rows.count >= 2)
    try expectEachInstantOnce(rows, every: 1)
  }
}
