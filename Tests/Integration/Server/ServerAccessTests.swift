import Foundation
import TestSupport
import Testing

/// How the daemon proves to the server who it is. Each test has a project of its own, so that no two daemons fire one
/// schedule.
@Suite("Access to the server", .timeLimit(.minutes(15)))
struct ServerAccessTests {
  let server: ZenMLServer

  init() async throws { server = try await ZenMLFixture.shared.server() }

  @Test func withAWrongKeyFailsPlainlyWhileFilesGoOnAndTheKeyIsShownNowhere() async throws {
    let wrongKey = "ZENKEY_d3JvbmctaW4tdGhpcy10ZXN0"
    let target = try RecordingTarget()
    let place = try DaemonPlace(
      server("api_key_file: key"),
      schedules: ["file.yaml": ScheduleFile.http("file", "interval_seconds: 1", url: target.url("/file"))])
    try place.writeSecret(wrongKey, to: "key")
    try await place.withDaemon { daemon in
      let status = try await eventually("the failed login is told") {
        try await daemon.status()
      } until: {
        $0.sync?.error != nil
      }
      #expect(status.sync?.lastSuccess == nil)
      #expect(status.problems.contains { $0.contains("cannot be read") })
      try await eventually("the file's schedule fires") {
        target.keys("/file").count
      } until: {
        $0 >= 2
      }

      let sync = try await daemon.command("sync")
      #expect(sync.status == 1)
      let texts = [sync.output, sync.errors, daemon.log, try await daemon.command("status").output, "\(status)"]
      #expect(!texts.contains { $0.contains("d3Jvbmct") })
    }
  }

  @Test(arguments: ["password", "token", "key"])
  func isGivenByEachKindOfCredentials(_ kind: String) async throws {
    let project = try await server.createProject(uniqueName(kind))
    let id = try await server.create(NewSchedule(name: uniqueName(kind), cron: "0 0 1 1 *", project: project))
    let (credentials, secret) = try await credentials(kind)
    let place = try DaemonPlace(server(credentials, project: project))
    try place.writeSecret(secret, to: "secret")
    try await place.withDaemon { daemon in
      try await daemon.waitForState("unbound", of: id)
      #expect(!daemon.log.contains(secret))
    }
  }

  @Test func thatIsTakenAwayAndGivenBackIsNoticedBothTimes() async throws {
    let project = try await server.createProject(uniqueName("revoked"))
    let account = try await server.createAccount(uniqueName("revoked"))
    let place = try DaemonPlace(server("api_key_file: key", project: project))
    try place.writeSecret(account.apiKey, to: "key")
    try await place.withDaemon { daemon in
      try await eventually("it is read") {
        try await daemon.status().sync
      } until: {
        $0?.lastSuccess != nil && $0?.error == nil
      }
      try await server.setAccount(account.id, active: false)
      let refused = try await eventually("the refusal is told") {
        try await daemon.sync()
      } until: {
        $0.error?.contains("not active") == true
      }
      #expect(refused.error?.contains(account.apiKey) == false)

      try await server.setAccount(account.id, active: true)
      let id = try await server.create(NewSchedule(name: uniqueName("after"), cron: "0 0 1 1 *", project: project))
      try await daemon.syncs()
      #expect(try await daemon.schedule(id) != nil)
    }
  }

  /// The configuration's keys, and what their file is to hold.
  private func credentials(_ kind: String) async throws -> (keys: String, secret: String) {
    switch kind {
    case "password": ("username: \(server.facts.username), password_file: secret", server.facts.password)
    case "token": ("token_file: secret", try await server.accessToken(apiKey: server.facts.apiKey))
    default: ("api_key_file: secret", server.facts.apiKey)
    }
  }

  private func server(_ credentials: String, project: String? = nil) -> String {
    let project = project.map { ", project: \($0)" } ?? ""
    return "server: {url: \"\(server.facts.url)\"\(project), \(credentials)}\nsync_interval: 1s"
  }
}
