import Foundation
import TestSupport
import Testing

/// A real machine, a real daemon, and what is wrong with them.
@Suite("Doctor", .timeLimit(.minutes(15)))
struct DoctorTests {
  struct FindingLine: Decodable, Sendable {
    let level: String
    let area: String
    let sentence: String
    let advice: String?
  }

  private func place(_ target: RecordingTarget) throws -> DaemonPlace {
    try DaemonPlace(schedules: [
      "shell.yaml": ScheduleFile.command("shell", "cron_expression: \"0 2 * * *\"", script: "exit 0"),
      "call.yaml": ScheduleFile.http("call", "cron_expression: \"0 3 * * *\"", url: target.url("/")),
    ])
  }

  private func findings(_ place: DaemonPlace, status: Int32 = 0) async throws -> [FindingLine] {
    let result = try await CLI.run(["doctor", "--json", "--config", place.configurationPath])
    #expect(result.status == status, "\(result)")
    let items = try result.decoded(ItemList<FindingLine>.self).items
    #expect(items.allSatisfy { ($0.level == "ok") == ($0.advice == nil) }, "what is wrong has an advice: \(items)")
    return items
  }

  /// Every file with its bytes.
  private func contents(_ place: DaemonPlace) throws -> [String: Data] {
    let names = FileManager.default.enumerator(atPath: place.directory.path)?.compactMap { $0 as? String } ?? []
    return Dictionary(uniqueKeysWithValues: names.map { ($0, FileManager.default.contents(atPath: place.directory.path($0)) ?? Data()) })
  }

  @Test func looksAtEverythingBeforeTheFirstStartAndChangesNothing() async throws {
    let target = try RecordingTarget()
    let place = try place(target)
    let before = try contents(place)
    let items = try await findings(place)
    #expect(try contents(place) == before)
    for area in ["clock", "zones", "configuration", "files", "state", "disk", "server", "targets", "unit", "daemon"] {
      #expect(items.contains { $0.area == area }, "\(area)")
    }
    #expect(items.contains { $0.area == "targets" && $0.sentence.contains("/bin/sh (shell)") }, "\(items)")
    #expect(items.contains { $0.area == "daemon" && $0.level == "warn" && $0.advice?.contains("carillon serve") == true })
    #expect(target.dues("/").isEmpty, "no host was sent anything")
  }

  @Test func looksAtTheStoreOfADaemonThatRunsThatHasStoppedAndThatWasKilled() async throws {
    let target = try RecordingTarget()
    let place = try place(target)
    try await place.withDaemon { _ in
      let items = try await findings(place)
      #expect(items.contains { $0.area == "daemon" && $0.level == "ok" && $0.sentence.contains("all is well") }, "\(items)")
      #expect(items.contains { $0.area == "store" && $0.sentence.contains("in use by the daemon") })
    }
    let stopped = try await findings(place)
    #expect(stopped.contains { $0.area == "store" && $0.level == "ok" && $0.sentence.contains("is sound") }, "\(stopped)")
    #expect(target.dues("/").isEmpty, "no host was sent anything")

    let daemon = try await DaemonProcess.start(place)
    await daemon.kill()
    let killed = try await findings(place)
    #expect(killed.contains { $0.area == "store" && $0.level == "warn" && $0.sentence.contains("was not closed") }, "\(killed)")
  }

  @Test func saysWhatToDoAboutEachThingThatIsWrong() async throws {
    let place = try DaemonPlace(schedules: [
      "gone.yaml": "name: gone\ncron_expression: \"0 2 * * *\"\ntrigger: {kind: command, argv: [/nowhere/program], cwd: /nowhere}\n",
      "closed.yaml": ScheduleFile.http("closed", "cron_expression: \"0 3 * * *\"", url: "http://127.0.0.1:1/"),
      "metadata.yaml": ScheduleFile.http("metadata", "cron_expression: \"0 3 * * *\"", url: "http://169.254.169.254/"),
    ])
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: place.directory.path("schedules/gone.yaml"))
    let items = try await findings(place, status: 1)
    for words in [
      "/nowhere/program cannot be started", "the folder /nowhere is not there", "127.0.0.1 port 1", "link-local address",
      "gone.yaml can be written by every user",
    ] {
      #expect(items.contains { $0.level == "fail" && $0.sentence.contains(words) }, "\(words): \(items)")
    }
    let text = try await CLI.run(["doctor", "--config", place.configurationPath])
    #expect(text.output.contains("-> chmod o-w") && text.output.contains(" fail\n"), "\(text)")
  }

  @Test func aConfigurationThatIsWrongIsAFindingToo() async throws {
    let place = try DaemonPlace("sync_intervall: 1s")
    let items = try await findings(place, status: 1)
    #expect(items.contains { $0.area == "configuration" && $0.level == "fail" && $0.sentence.contains("sync_interval") }, "\(items)")
  }
}
