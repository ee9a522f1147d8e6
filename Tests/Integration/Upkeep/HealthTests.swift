import Foundation
import TestSupport
import Testing

/// A daemon that cannot keep its promise says so, to people and to its service manager.
@Suite("Health", .timeLimit(.minutes(15)))
struct HealthTests {
  @Test func aDamagedStoreIsSetAsideAndToldUntilTheNextStart() async throws {
    let place = try DaemonPlace(schedules: ["a.yaml": ScheduleFile.command("a", "interval_seconds: 1", script: "true")])
    try await place.withDaemon { _ in }
    let store = place.directory.path("state/carillon.db")
    try Data(repeating: 0x55, count: 64 * 1024).write(to: URL(fileURLWithPath: store))
    try await place.withDaemon { daemon in
      let status = try await daemon.command("status")
      #expect(status.status == 1)
      #expect(status.output.hasPrefix("health           red\nproblem          the store was damaged"))
      #expect(daemon.log.contains("the store was damaged: it is set aside"))
      let id = try await daemon.waitForState("armed", of: "a").id
      try await daemon.waitForOutcome("succeeded", of: id)
    }
    let status = try await place.withDaemon { daemon in try await daemon.command("status").status }
    #expect(status == 0)
  }

  @Test func theWatchdogIsFedWhileAllIsWell() async throws {
    let place = try DaemonPlace(schedules: ["a.yaml": ScheduleFile.command("a", "interval_seconds: 1", script: "true")])
    try await place.withDaemon(environment: ["WATCHDOG_USEC": "900000"]) { daemon in
      _ = try await eventually("the watchdog is fed twice") {
        daemon.notifications.count { $0.contains("WATCHDOG=1") }
      } until: {
        $0 >= 2
      }
    }
  }

  @Test func aWatchdogOfAnotherProcessIsNotFed() async throws {
    let place = try DaemonPlace(schedules: ["a.yaml": ScheduleFile.command("a", "interval_seconds: 1", script: "true")])
    try await place.withDaemon(environment: ["WATCHDOG_USEC": "300000", "WATCHDOG_PID": "1"]) { daemon in
      let id = try await daemon.waitForState("armed", of: "a").id
      try await daemon.waitForOutcome("succeeded", of: id)
      #expect(!daemon.notifications.contains { $0.contains("WATCHDOG=1") })
    }
  }
}
