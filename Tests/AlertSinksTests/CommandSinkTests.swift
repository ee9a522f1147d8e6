import AlertSinks
import Alerts
import Foundation
import Glibc
import HostTime
import Seams
import TestSupport
import Testing

/// Programs that are handed alerts.
@Suite(.timeLimit(.minutes(5))) struct CommandSinkTests {
  private let directory: ScratchDirectory

  init() throws { directory = try ScratchDirectory() }

  private func sink(
    _ argv: [String], timeout: Duration = .seconds(30), environment: [String: String] = ["PATH": "/usr/bin:/bin", "TOKEN": "canary"]
  ) -> CommandSink {
    CommandSink(argv: argv, timeout: timeout, instance: "i-1", environment: environment, clock: HostClock())
  }

  private func shell(_ script: String) -> [String] { ["/bin/sh", "-c", script, "sh", directory.path] }

  @Test func theAlertIsOneObjectOnStandardInput() async throws {
    let answer = try await sink(shell("cat > $1/alert; env > $1/env; echo >&2 ignored")).deliver(AlertSamples.alert())
    #expect(answer == "/bin/sh exited with 0")
    let object = try #require(try JSONSerialization.jsonObject(with: Data((directory.read("alert") ?? "").utf8)) as? [String: Any])
    #expect(object["schedule"] as? String == "nightly")
    #expect(directory.read("env")?.contains("canary") == false, "the daemon's environment may hold secrets")
  }

  @Test func nothingThatTheDaemonHasOpenGetsThrough() async throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    // 3 is the directory that ls itself reads.
    try await sink(shell("ls /proc/self/fd > $1/open")).deliver(AlertSamples.alert())
    #expect(directory.read("open") == "0\n1\n2\n3\n")
  }

  @Test func itsFailureIsToldInItsLastWords() async throws {
    let error = await #expect(throws: AlertSinkError.self) {
      try await sink(shell("echo first >&2; echo the pager is down >&2; exit 7")).deliver(AlertSamples.alert())
    }
    #expect(error?.description == "/bin/sh exited with 7: first the pager is down" && error?.isRefused == false)
  }

  @Test func aProgramThatIsNotThereIsRefused() async throws {
    let error = await #expect(throws: AlertSinkError.self) { try await sink(["/nowhere/tell"]).deliver(AlertSamples.alert()) }
    #expect(error?.isRefused == true && error?.description.contains("/nowhere/tell: No such file") == true)
  }

  @Test func whatDoesNotEndIsKilledWithItsChildren() async throws {
    var told: pid_t?
    // On a busy machine it may be killed before it has a child: then once more, with more time.
    for milliseconds in [500, 4_000, 32_000, 128_000] where told == nil {
      let error = await #expect(throws: AlertSinkError.self) {
        try await sink(shell("sleep 1000 & echo $! > $1/child; wait"), timeout: .milliseconds(milliseconds)).deliver(AlertSamples.alert())
      }
      #expect(error?.description.contains("was killed") == true)
      told = pid_t((directory.read("child") ?? "").split(separator: "\n").first ?? "")
    }
    let child = try #require(told)
    try await eventually("its child is gone") {
      kill(child, 0) == 0 && !isZombie(child)
    } until: {
      !$0
    }
  }

  @Test func whatIsBrokenOffIsKilledWithItsChildren() async throws {
    let (teller, alert) = (sink(shell("sleep 1000 & echo $! > $1/child; wait")), AlertSamples.alert())
    let delivery = Task { try await teller.deliver(alert) }
    let told = try await eventually("it has a child") {
      pid_t((directory.read("child") ?? "").split(separator: "\n").first ?? "")
    } until: {
      $0 != nil
    }
    delivery.cancel()
    let child = try #require(told)
    _ = await delivery.result
    try await eventually("its child is gone") {
      kill(child, 0) == 0 && !isZombie(child)
    } until: {
      !$0
    }
  }

  private func isZombie(_ process: pid_t) -> Bool {
    (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8))?.contains(") Z ") ?? true
  }

  @Test func aProgramThatReadsNothingAndWritesMuchHoldsNobodyUp() async throws {
    let answer = try await sink(shell("exec 0<&-; head -c 1000000 /dev/zero | tr '\\\\0' x >&2")).deliver(AlertSamples.alert())
    #expect(answer == "/bin/sh exited with 0")
  }

  @Test func keepsThePromisesOfSinks() async throws {
    let directory = directory
    let violations = try await AlertSinkConformance.violations { world in
      let argv =
        switch world {
        case .working: shell("cat >> $1/alerts")
        case .refusing: shell("echo no >&2; exit 1")
        case .away: ["/nowhere/tell"]
        }
      return AlertSinkConformance.Scene(sink(argv), secrets: ["canary"]) {
        (directory.read("alerts") ?? "").matches(of: /"id":"([0-9a-f-]+)"/).map { String($0.1) }
      }
    }
    #expect(violations == [])
  }
}
