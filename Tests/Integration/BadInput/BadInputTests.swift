import Foundation
import TestSupport
import Testing

/// What bad input gets: one clear error, and nothing lost.
@Suite("Bad input", .timeLimit(.minutes(15)))
struct BadInputTests {
  @Test func inAScheduleFileLeavesItsLastGoodVersionInForceAndTheOthersRunning() async throws {
    let target = try RecordingTarget()
    let place = try DaemonPlace(schedules: [
      "good.yaml": ScheduleFile.http("good", "interval_seconds: 1", url: target.url("/good")),
      "edited.yaml": ScheduleFile.http("edited", "interval_seconds: 1", url: target.url("/edited")),
    ])
    try await place.withDaemon { daemon in
      try await daemon.waitForState("armed", of: "edited")
      let broken = ScheduleFile.http("edited", "cron_expression: \"0 27 * * *\"", url: target.url("/edited"))
      try place.writeSchedules(broken, to: "edited.yaml")
      try place.writeSchedules(ScheduleFile.http("new", "interval_seconds: 1", url: target.url("/new")), to: "new.yaml")
      daemon.hangUp()
      let status = try await eventually("the problem is told") {
        try await daemon.status()
      } until: {
        !$0.problems.isEmpty
      }
      #expect(status.problems.contains { $0.contains("edited.yaml:2:21") && $0.contains("27 is out of range") }, "\(status.problems)")

      let now = Moment.text(Date())
      try await eventually("all three go on") {
        ["/good", "/edited", "/new"].map { target.dues($0).max() ?? "" }.min() ?? ""
      } until: {
        $0 > now
      }
      #expect(daemon.log.contains("edited.yaml:2:21"))
    }
  }

  @Test func inAScheduleFileAtAStartTakesNoScheduleAway() async throws {
    let target = try RecordingTarget()
    let plain = ScheduleFile.http("plain", "interval_seconds: 1", url: target.url("/plain"))
    let secretive =
      "name: secretive\ninterval_seconds: 1\ntrigger: {kind: http, url: '\(target.url("/secretive"))', headers: {X-Key: s3cret}}\n"
    let place = try DaemonPlace(schedules: ["both.yaml": plain + "---\n" + secretive])
    try await place.withDaemon { daemon in
      for name in ["plain", "secretive"] { try await daemon.waitForState("armed", of: name) }
    }

    try place.writeSchedules(plain + "---\n" + secretive + "oops: [", to: "both.yaml")
    try place.writeSchedules(ScheduleFile.http("plain", "interval_seconds: 1", url: target.url("/newcomer")), to: "copy.yaml")
    let restarted = Moment.text(Date().addingTimeInterval(1))
    try await place.withDaemon { daemon in
      let held = try await daemon.waitForState("armed", of: "plain")
      #expect(held.warnings.contains { $0.contains("both.yaml:1 cannot be used as it stands") }, "\(held.warnings)")
      try await eventually("it goes on as it was") {
        target.dues("/plain").max() ?? ""
      } until: {
        $0 > restarted
      }

      // Its header was never stored: it cannot be sent, and that has rows.
      let secretive = try await daemon.waitForState("unbound", of: "secretive")
      #expect(secretive.reason?.contains("values that its trigger needs are only there") == true, "\(secretive.reason ?? "")")
      try await daemon.waitForOutcome("unbound", of: secretive.id)
      #expect(try await daemon.command("audit").status == 0)
    }
    #expect(target.requests("/secretive").allSatisfy { $0.header("X-Key") == "s3cret" })
    #expect(target.requests("/newcomer").isEmpty, "the name is the broken file's")
  }

  @Test func likeAFolderOfSchedulesThatIsAwayTakesNoScheduleAway() async throws {
    let target = try RecordingTarget()
    let place = try DaemonPlace(schedules: ["a.yaml": ScheduleFile.http("plain", "interval_seconds: 1", url: target.url("/plain"))])
    _ = try await place.withDaemon { try await $0.waitForState("armed", of: "plain") }

    let (folder, away) = (place.directory.path("schedules"), place.directory.path("away"))
    try FileManager.default.moveItem(atPath: folder, toPath: away)
    try await place.withDaemon { daemon in
      try await daemon.waitForState("armed", of: "plain")
      let problems = try await daemon.status().problems
      #expect(problems.contains { $0.contains("schedules: there is no such file or directory") }, "\(problems)")
      #expect(try await daemon.command("sync").status == 1)
      try await daemon.waitForState("armed", of: "plain")

      try FileManager.default.moveItem(atPath: away, toPath: folder)
      #expect(try await daemon.command("sync").status == 0)
      let schedule = try await daemon.waitForState("armed", of: "plain")
      #expect(schedule.warnings.isEmpty, "\(schedule.warnings)")
    }
  }

  @Test func inTheConfigurationStopsTheStartBeforeAnythingIsTouched() async throws {
    let place = try DaemonPlace("sync_intervall: 1s")
    let result = try await CLI.run(["serve", "--config", place.configurationPath])
    #expect(result.status == 1)
    #expect(result.errors.contains("carillon.yaml:3:1") && result.errors.contains("sync_interval"), "\(result)")
    #expect(!place.directory.exists("state"))
  }

  @Test func likeASecondDaemonOnTheSameStateIsRefusedAndTheFirstGoesOn() async throws {
    let place = try DaemonPlace()
    try await place.withDaemon { daemon in
      let second = try await CLI.run(["serve", "--config", place.configurationPath])
      #expect(second.status == 1)
      #expect(second.errors.contains("in use by another Carillon, process \(daemon.id)"), "\(second)")
      #expect(second.errors.split(separator: "\n").count == 1)
      #expect(try await daemon.status().pid == daemon.id)
    }
  }

  @Test func likeALedgerThatIsNoDatabaseIsSetAsideAsItIs() async throws {
    let place = try DaemonPlace()
    try place.directory.write("a shopping list", to: "state/carillon.db")
    try await place.withDaemon { daemon in #expect(daemon.log.contains("it is set aside"), "\(daemon.log)") }
    let names = try FileManager.default.contentsOfDirectory(atPath: place.directory.path("state"))
    let aside = try #require(names.first { $0.hasPrefix("carillon.db.damaged-") })
    #expect(place.directory.read("state/\(aside)") == "a shopping list")
  }

  @Test(arguments: ["file/state", "missing/state"])
  func likeAStateDirectoryThatCannotBeMadeIsToldWithWhatToDo(_ state: String) async throws {
    let place = try DaemonPlace()
    try place.directory.write("", to: "file")
    try place.directory.write("state_directory: \(state)\n", to: "carillon.yaml")
    let result = try await CLI.run(["serve", "--config", place.configurationPath])
    #expect(result.status == 1)
    #expect(result.errors.contains("\(state): cannot be used as state_directory"), "\(result)")
    #expect(result.errors.contains("make the directory above it, or set another one"))
    #expect(result.errors.split(separator: "\n").count == 1)
  }

  @Test func likeASocketPathThatIsTooLongIsToldBeforeTheStartAndBeforeTheQuestion() async throws {
    let place = try DaemonPlace()
    let long = place.directory.path(String(repeating: "s", count: 108 - place.directory.path.utf8.count - 1))
    try place.directory.write("state_directory: state\nlisten: \"unix:\(long)\"\n", to: "carillon.yaml")
    let serve = try await CLI.run(["serve", "--config", place.configurationPath])
    #expect(serve.status == 1)
    #expect(serve.errors.contains("has 108 bytes and Linux allows 107"), "\(serve)")
    #expect(!place.directory.exists("state"))

    let list = try await CLI.run(["list", "--socket", long])
    #expect(list.status == 2)
    #expect(list.errors.contains("has 108 bytes and Linux allows 107"), "\(list)")
  }

  @Test func doesNotKeepTheDaemonFromEndingWithinTenSeconds() async throws {
    let target = try RecordingTarget()
    let place = try DaemonPlace(schedules: [
      "held.yaml": ScheduleFile.http("held", "interval_seconds: 1", url: target.url("/hold/held"))
    ])
    let daemon = try await DaemonProcess.start(place)
    try await eventually("a request is under way") {
      target.keys("/hold/held").count
    } until: {
      $0 > 0
    }
    let asked = ContinuousClock.now
    #expect(await daemon.stop() == 0, "\(daemon.log)")
    #expect(daemon.notifications.last == "STOPPING=1")
    // Ten seconds are the promise, the rest is for a busy machine: the held request would go on for a minute.
    #expect(try #require(daemon.ended) - asked < .seconds(25))
  }
}
