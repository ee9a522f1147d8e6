import Scheduling
import Seams
import TestSupport
import Testing

@testable import Triggers

/// What a service says when it calls back, where it repeats what it was sent.
@Suite(.timeLimit(.minutes(5))) struct HTTPCallbackWordsTests {
  private static let secret = "S3CR3T-abcdefghijkl-0123"

  private let scratch: ScratchDirectory
  private let scene: HTTPScene
  private let key: CallbackKey
  private let trigger: HTTPTrigger

  init() throws {
    scratch = try ScratchDirectory()
    key = try #require(CallbackKey(bytes: [UInt8](repeating: 7, count: 32)))
    var scene = HTTPScene()
    scene.sources.callbacks = CallbackURLs(publicURL: "https://carillon.example/x", key: key)
    self.scene = scene
    trigger = HTTPTrigger(
      url: "http://127.0.0.1:9/", headers: ["Authorization": "Bearer {{file:\(scratch.path("key"))}}", "X-Token": "wr1tten-out"],
      ending: .calledBack(timeoutSeconds: 60))
  }

  /// A call about the first attempt.
  private func call(_ words: String) {
    let end = RunObservation(status: "called back: failed", outcome: .failed, reason: Reason("called_back", words))
    scene.callbacks.deliver(end, for: CallbackToken(fire: scene.fire(trigger).id, attempt: 1, key: key))
  }

  private var url: String { scene.sources.callbacks?.url(for: scene.fire(trigger)) ?? "" }

  /// All that it was sent, and what may be told of that.
  private func callWithEverything() throws -> Reason {
    try scratch.write(Self.secret, to: "key")
    call("upstream refused Bearer \(Self.secret), wr1tten-out for \(url)")
    return Reason("called_back", "upstream refused …, … for …")
  }

  @Test func whatIsSaidWhileItIsWaitedForHoldsNoSecret() async throws {
    let told = try callWithEverything()
    #expect(await scene.watch(scene.fire(trigger)).last?.reason == told)
  }

  @Test func whatIsSaidBeforeTheRequestHoldsNoSecret() async throws {
    let told = try callWithEverything()
    #expect(await scene.start(trigger).reason == told)
    #expect(await scene.target.lookUp(scene.fire(trigger)).end?.reason == told)
  }

  @Test func whatIsSaidBeforeTheAnswerHoldsNoSecret() async throws {
    try scratch.write(Self.secret, to: "key")
    let (callbacks, token) = (scene.callbacks, CallbackToken(fire: scene.fire(trigger).id, attempt: 1, key: key))
    let server = try LoopbackServer { request in
      let reason = Reason("called_back", "no \(request.header("Authorization") ?? "") at \(request.header("X-Carillon-Callback") ?? "")")
      callbacks.deliver(RunObservation(status: "called back: failed", outcome: .failed, reason: reason), for: token)
      return .close
    }
    var trigger = trigger
    trigger.url = server.url
    #expect(await scene.start(trigger).reason == Reason("called_back", "no … at …"))
  }

  @Test func aSecretThatIsChangedWhileTheServiceWorksIsHiddenAsItWasSent() async throws {
    try scratch.write(Self.secret, to: "key")
    var seen = scene.target.observations(of: scene.fire(trigger)).makeAsyncIterator()
    #expect(await seen.next()?.status == "accepted, waiting for the callback")
    // Its alarm is set when the secrets have been read.
    _ = await scene.clock.anyAlarm()
    try scratch.write("another-value", to: "key")
    call("no \(Self.secret)")
    #expect(await seen.next()?.reason == Reason("called_back", "no …"))
  }

  @Test func aSecretIsHiddenBeforeTheWordsAreShortened() async throws {
    let long = String(repeating: Self.secret, count: 20)
    try scratch.write(long, to: "key")
    call("\(String(repeating: "y", count: 400)) \(long) \(String(repeating: "y", count: 400))")
    let sentence = await scene.watch(scene.fire(trigger)).last?.reason?.sentence
    #expect(sentence == String(repeating: "y", count: 400) + " … " + String(repeating: "y", count: 197) + "…")
  }

  @Test func whileTheSecretsCannotBeReadTheEndIsToldAndTheWordsAreNot() async {
    call("upstream refused Bearer \(Self.secret)")
    let last = await scene.watch(scene.fire(trigger)).last
    #expect(last?.outcome == .failed && last?.status == "called back: failed")
    #expect(last?.reason?.code == "called_back")
    #expect(last?.reason?.sentence.hasPrefix("what was said about it is not shown") == true, "\(String(describing: last))")
  }

  @Test func whoseSecretsAreGoneIsNotQuoted() async throws {
    try scratch.write(Self.secret, to: "key")
    guard case .http(let stored) = Trigger.http(trigger).withoutSecrets else { return #expect(Bool(false)) }
    call("upstream refused Bearer \(Self.secret)")
    #expect(await scene.watch(scene.fire(stored)).last?.reason?.sentence.contains("its secret values are not stored") == true)
  }
}

extension LookUpResult {
  fileprivate var end: RunObservation? { if case .finished(let end, _) = self { end } else { nil } }
}
