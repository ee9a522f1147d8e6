import Scheduling
import TestSupport
import Testing

@testable import Triggers

/// What is told of a run whose trigger's secrets can be read only at times.
@Suite struct FollowedSecretsTests {
  private let scratch: ScratchDirectory
  private let fire: Fire

  init() throws {
    scratch = try ScratchDirectory()
    fire = ServerKind.snapshot.fire(ServerKind.snapshot.trigger("{{file:\(scratch.path("key"))}}"))
  }

  private static let failed = RunObservation(
    runID: "r1", status: "failed", outcome: .failed, reason: Reason("run_failed", "bad model s3cret-value"))

  @Test func whatMayHoldASecretIsNotToldWhileTheSecretsCannotBeRead() async throws {
    var secrets = await FollowedSecrets(of: fire, from: .ofProcess)
    let told = await secrets.hidden(in: Self.failed)
    #expect(told.outcome == .failed)
    #expect(told.reason?.code == "run_failed")
    #expect(told.reason?.sentence.hasPrefix("what was said about it is not shown") == true, "\(told)")
    #expect(!"\(told)".contains("s3cret"))
    try scratch.write("s3cret-value", to: "key")
    #expect(await secrets.hidden(in: Self.failed).reason == Reason("run_failed", "bad model …"))
  }

  @Test func aSecretThatIsChangedLaterIsHiddenAsItWasSent() async throws {
    try scratch.write("s3cret-value", to: "key")
    var secrets = await FollowedSecrets(of: fire, from: .ofProcess)
    try scratch.write("another-value", to: "key")
    #expect(await secrets.hidden(in: Self.failed).reason == Reason("run_failed", "bad model …"))
  }

  @Test func whatQuotesNobodyIsTold() async {
    var secrets = await FollowedSecrets(of: fire, from: .ofProcess)
    for observation in [
      RunObservation(status: "running"),
      RunObservation(status: "exit 3", outcome: .failed, reason: Reason("exit_code", "it exited with 3"), exitCode: 3),
    ] { #expect(await secrets.hidden(in: observation) == observation) }
    let both = RunObservation(
      status: "exit 3", outcome: .failed, reason: Reason("exit_code", "it exited with 3; its run says: bad model s3cret-value"))
    let told = await secrets.hidden(in: both).reason?.sentence
    #expect(told?.hasPrefix("it exited with 3; what was said about it is not shown") == true)
    #expect(told?.contains("s3cret") == false)
  }
}
