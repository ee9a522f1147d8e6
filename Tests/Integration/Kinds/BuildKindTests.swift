import Foundation
import Glibc
import TestSupport
import Testing

/// Runs of builds, on a real server of the age that has them.
/// `make test-zenml58` runs them; the server is installed by it.
@Suite("On ZenML 0.58.2, a build", .timeLimit(.minutes(15)))
struct BuildKindTests {
  @Test func isRunByItsPipelineAndVersion() async throws {
    let facts = try await OldZenMLFixture.shared.facts()
    let due = Moment.afterAStart()
    let place = try DaemonPlace(
      "server: {url: \"\(facts.url)\", api_key_file: key}",
      schedules: [
        "good.yaml": Self.schedule("good", due, "pipeline: nightly, version: \"1\", steps: {work: {sleep_s: 1}}"),
        "failing.yaml": Self.schedule("failing", due, "build: \(facts.builds["nightly"] ?? ""), steps: {work: {fail: true}}"),
        "mistyped.yaml": Self.schedule("mistyped", due, "pipeline: nightly, steps: {wrok: {sleep_s: 1}}"),
      ])
    try place.writeSecret(facts.apiKey, to: "key")
    try await place.withDaemon { daemon in
      let good = try await daemon.waitForOutcome("succeeded", of: try await id("good", daemon), within: .seconds(300))
      #expect(good.runId != nil)
      let failing = try await daemon.waitForOutcome("failed", of: try await id("failing", daemon), within: .seconds(300))
      #expect(failing.runId != nil)
      let mistyped = try await daemon.waitForOutcome("failed", of: try await id("mistyped", daemon))
      #expect(mistyped.reason?.contains("has no step 'wrok'; it has work") == true)
      #expect(mistyped.runId == nil)
    }
  }

  private func id(_ name: String, _ daemon: DaemonProcess) async throws -> String { try #require(try await daemon.schedule(name)).id }

  private static func schedule(_ name: String, _ due: Date, _ trigger: String) -> String {
    "name: \(name)\nrun_once_start_time: \(Moment.text(due))\ntrigger: {kind: build, \(trigger)}\n"
  }
}

/// A real server of ZenML 0.58.2, of this test run's own. A guard process takes it away when the tests end.
actor OldZenMLFixture {
  static let shared = OldZenMLFixture()
  struct Facts: Decodable, Sendable {
    let url: String
    let apiKey: String
    let builds: [String: String]
  }

  private var starting: Task<Facts, any Error>?

  func facts() async throws -> Facts {
    if let starting { return try await starting.value }
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("carillon-zenml58-\(UInt32.random(in: 0 ... .max))").path
    let script = "\(BuiltProgram.package)/Tests/Fixtures/zenml/zenml58_fixture.py"
    let task = Task {
      let run = try ProgramRun(ZenMLFixture.python, [script, "up", "--owner", String(getpid()), "--directory", directory])
      guard await run.status == 0 else { throw UnexpectedAnswer(description: "\(run.output)\(run.errors)") }
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Facts.self, from: Data(run.output.utf8))
    }
    starting = task
    return try await task.value
  }
}
