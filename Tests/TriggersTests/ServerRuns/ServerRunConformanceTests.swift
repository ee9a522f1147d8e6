import Foundation
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers
import ZenML
import ZenMLServer

/// Every kind whose fires become runs on a server keeps every promise of the seam.
@Suite(.timeLimit(.minutes(8))) struct ServerRunConformanceTests {
  init() { TestEnvironment.complete() }

  @Test(arguments: ServerKind.allCases, TriggerTargetConformance.promises)
  func aTargetKeeps(_ kind: ServerKind, _ promise: TargetPromise) async throws {
    try await promise.check(TargetUnderTest { try Self.scene(kind, $0) })
  }

  private static func scene(_ kind: ServerKind, _ world: TargetUnderTest.World) throws -> TargetUnderTest.Scene {
    let server = try kind.server()
    let target = try kind.target(on: server, key: TargetUnderTest.secret.value) { _ in await Task.yield() }
    switch world {
    case .working: break
    // It quotes what it was sent, as careless servers do.
    case .declining: server.change { $0.refusal = "no good: \(TargetUnderTest.secret.value)" }
    case .away: server.stop()
    }
    let trigger = kind.trigger("{{env:\(TargetUnderTest.secret.variable)}}")
    return .init(target, trigger, letWork: { server.letRunsWork() }) {
      server.starts.map { "\($0.header("Idempotency-Key") ?? "") \(String(decoding: $0.body, as: UTF8.self))" }
    }
  }

  /// - Returns: the id of a run whose step has failed with these words.
  private func startRun(
    of fire: Fire, on target: some TriggerTarget, _ server: StandInServer, failingWith words: String
  ) async throws -> String {
    guard case .started(let runID?, _) = await target.start(fire) else { throw NotStarted() }
    let run = try #require(Identifier(runID))
    server.change { state in
      state.runs[0].status = "failed"
      state.stepMessages[run] = words
    }
    return runID
  }

  private struct NotStarted: Error {}

  @Test(arguments: ServerKind.allCases)
  func aFailedStepThatQuotesASecretIsMasked(_ kind: ServerKind) async throws {
    let server = try kind.server()
    let target = try kind.target(on: server) { _ in await Task.yield() }
    let trigger = kind.trigger("{{env:\(TargetUnderTest.secret.variable)}}")
    let runID = try await startRun(of: kind.fire(trigger), on: target, server, failingWith: "bad model \(TargetUnderTest.secret.value)")
    let end = await target.observations(of: kind.fire(runID: runID, trigger)).first { $0.outcome != nil }
    #expect(end?.outcome == .failed)
    #expect(end?.reason == Reason("run_failed", "trainer: ValueError: bad model …"))
  }

  @Test(arguments: ServerKind.allCases)
  func aLongSecretAtTheEndOfWhatIsShownIsMasked(_ kind: ServerKind) async throws {
    let (scratch, key) = (try ScratchDirectory(), "-----BEGIN KEY-----\nabcdefgh\n-----END KEY-----")
    try scratch.write(key, to: "key")
    let (server, words) = (try kind.server(), String(repeating: "x", count: 270))
    let target = try kind.target(on: server) { _ in await Task.yield() }
    let trigger = kind.trigger("{{file:\(scratch.path("key"))}}")
    server.change { $0.refusal = "\(words) \(key)" }
    guard case .refused(_, let reason, _) = await target.start(kind.fire(trigger)) else { return #expect(Bool(false)) }
    #expect(reason.sentence.hasSuffix("\(words) …"), "\(reason)")
    server.change { $0.refusal = nil }
    let runID = try await startRun(of: kind.fire(trigger), on: target, server, failingWith: "\(words) \(key)")
    let end = await target.observations(of: kind.fire(runID: runID, trigger)).first { $0.outcome != nil }
    #expect(end?.reason == Reason("run_failed", "trainer: ValueError: \(words) …"))
  }

  @Test(arguments: ServerKind.allCases)
  func whileTheSecretsCannotBeReadNobodyIsQuoted(_ kind: ServerKind) async throws {
    let (scratch, server) = (try ScratchDirectory(), try kind.server())
    try scratch.write("s3cret-value", to: "key")
    let target = try kind.target(on: server) { _ in await Task.yield() }
    let trigger = kind.trigger("{{file:\(scratch.path("key"))}}")
    let runID = try await startRun(of: kind.fire(trigger), on: target, server, failingWith: "bad model s3cret-value")
    let fire = kind.fire(runID: runID, kind.trigger("{{file:\(scratch.path("gone"))}}"))
    let end = await target.observations(of: fire).first { $0.outcome != nil }
    #expect(end?.outcome == .failed)
    #expect(end?.reason?.code == "run_failed")
    #expect(end?.reason?.sentence.contains("s3cret") == false)
    guard case .unavailable(let reason) = await target.log(of: fire, from: 0, patience: .zero) else { return #expect(Bool(false)) }
    #expect(reason.code == "secret_unavailable")
  }
}
