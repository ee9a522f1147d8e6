import CivilTime
import Foundation
import Scheduling
import Seams
import TestSupport
import Testing

@testable import Triggers

@Suite(.timeLimit(.minutes(5))) struct HTTPCallbackTests {
  private let trigger = HTTPTrigger(url: "http://127.0.0.1:9/", ending: .calledBack(timeoutSeconds: 60))

  private func scene() throws -> HTTPScene {
    var scene = HTTPScene()
    let key = try #require(CallbackKey(bytes: [UInt8](repeating: 7, count: 32)))
    scene.sources.callbacks = CallbackURLs(publicURL: "https://carillon.example/x", key: key)
    return scene
  }

  @Test func theServiceIsToldWhomToCall() async throws {
    let (scene, server) = (try scene(), try LoopbackServer { _ in .response(202) })
    var trigger = trigger
    (trigger.url, trigger.body) = (server.url, ["done": "{{callback_url}}"])
    #expect(await scene.start(trigger) == .started(runID: nil, sentAt: HTTPScene.due) || server.requests.count == 1)
    let request = try #require(server.requests.first)
    let url = try #require(request.header("X-Carillon-Callback"))
    #expect(url.hasPrefix("https://carillon.example/x/callbacks/\(scene.fire(trigger).id).1."))
    #expect(request.body.elementsEqual("{\"done\":\"\(url)\"}".utf8))
    let token = scene.sources.callbacks?.token(String(url.split(separator: "/").last ?? ""))
    #expect(token?.fire == scene.fire(trigger).id && token?.attempt == 1)
  }

  @Test(arguments: ["cannot reach https://carillon.example/x/callbacks/TOKEN", "cannot reach /callbacks/TOKEN", "no TOKEN", "bad CODE"])
  func noQuoteRepeatsTheToken(message: String) async throws {
    let scene = try scene()
    let url = try #require(scene.sources.callbacks?.url(for: scene.fire(self.trigger)))
    let (token, code) = (String(url.split(separator: "/").last ?? ""), String(url.split(separator: ".").last ?? ""))
    let said = message.replacing("TOKEN", with: token).replacing("CODE", with: code)
    let server = try LoopbackServer { _ in .response(503, body: "{\"message\": \"\(said)\"}") }
    var trigger = trigger
    trigger.url = server.url
    let sentence = try #require(await scene.start(trigger).reason).sentence
    #expect(sentence.hasSuffix("…") && sentence.contains(": answered 503: ") && !sentence.contains(code), "\(sentence)")
  }

  @Test func acceptedWorkWaitsForTheCallback() async throws {
    let scene = try scene()
    let (target, fire) = (scene.target, scene.fire(trigger))
    var seen = target.observations(of: fire).makeAsyncIterator()
    #expect(await seen.next()?.status == "accepted, waiting for the callback")
    let key = try #require(CallbackKey(bytes: [UInt8](repeating: 7, count: 32)))
    let end = RunObservation(status: "called back", outcome: .succeeded)
    scene.callbacks.deliver(end, for: CallbackToken(fire: fire.id, attempt: 2, key: key))
    scene.callbacks.deliver(end, for: CallbackToken(fire: fire.id, attempt: 1, key: key))
    #expect(await seen.next() == end)
    #expect(await seen.next() == nil)
  }

  @Test func aCallbackThatComesBeforeTheAnswerIsKept() async throws {
    let scene = try scene()
    let key = try #require(CallbackKey(bytes: [UInt8](repeating: 7, count: 32)))
    let end = RunObservation(status: "called back", outcome: .failed)
    scene.callbacks.deliver(end, for: CallbackToken(fire: scene.fire(trigger).id, attempt: 1, key: key))
    #expect(await scene.watch(scene.fire(trigger)).last == end)
  }

  @Test func theFirstCallCounts() async throws {
    let scene = try scene()
    let key = try #require(CallbackKey(bytes: [UInt8](repeating: 7, count: 32)))
    let token = CallbackToken(fire: scene.fire(trigger).id, attempt: 1, key: key)
    #expect(scene.callbacks.deliver(RunObservation(status: "called back", outcome: .failed), for: token))
    #expect(!scene.callbacks.deliver(RunObservation(status: "called back", outcome: .succeeded), for: token))
    #expect(await scene.watch(scene.fire(trigger)).last?.outcome == .failed)
    #expect(!scene.callbacks.deliver(RunObservation(status: "called back", outcome: .succeeded), for: token))
  }

  @Test func whatNobodyHasTakenYetIsNotForgotten() async throws {
    let scene = try scene()
    let key = try #require(CallbackKey(bytes: [UInt8](repeating: 7, count: 32)))
    let end = RunObservation(status: "called back", outcome: .failed)
    for attempt in 1...1500 { scene.callbacks.deliver(end, for: CallbackToken(fire: scene.fire(trigger).id, attempt: attempt, key: key)) }
    #expect(await scene.watch(scene.fire(trigger)).last == end)
  }

  @Test func theSameCallAgainIsNoOther() async throws {
    let scene = try scene()
    let key = try #require(CallbackKey(bytes: [UInt8](repeating: 7, count: 32)))
    let token = CallbackToken(fire: scene.fire(trigger).id, attempt: 1, key: key)
    let end = RunObservation(status: "called back", outcome: .failed)
    #expect(scene.callbacks.deliver(end, for: token) && !scene.callbacks.hasHandedOver(end, for: token))
    #expect(await scene.watch(scene.fire(trigger)).last == end)
    #expect(scene.callbacks.deliver(end, for: token) && scene.callbacks.hasHandedOver(end, for: token))
    #expect(!scene.callbacks.hasHandedOver(RunObservation(status: "called back", outcome: .succeeded), for: token))
  }

  // MARK: A call behind which the answer is lost, or says no

  /// The service calls back while our request is under way, and answers so.
  private func result(_ answer: LoopbackAnswer) async throws -> (AttemptResult, HTTPScene) {
    let scene = try scene()
    let token = try token(in: scene)
    let server = try LoopbackServer { [callbacks = scene.callbacks, end] _ in
      callbacks.deliver(end, for: token)
      return answer
    }
    var trigger = trigger
    trigger.url = server.url
    return (await scene.start(trigger), scene)
  }

  private let end = RunObservation(status: "called back: succeeded", outcome: .succeeded)

  /// Of the first attempt.
  private func token(in scene: HTTPScene) throws -> CallbackToken {
    let key = try #require(CallbackKey(bytes: [UInt8](repeating: 7, count: 32)))
    return CallbackToken(fire: scene.fire(trigger).id, attempt: 1, key: key)
  }

  @Test(arguments: [LoopbackAnswer.close, .response(504), .response(409), .response(404)])
  func whatWasCalledBackHasEndedWhateverTheAnswerIs(answer: LoopbackAnswer) async throws {
    let (result, scene) = try await result(answer)
    #expect(result == .finished(end, sentAt: HTTPScene.due))
    #expect(scene.callbacks.hasHandedOver(end, for: try token(in: scene)))
  }

  @Test func whatIsAcceptedIsFollowedToTheCallThatCameBefore() async throws {
    let (result, scene) = try await result(.response(202))
    guard case .started(nil, _) = result else { return #expect(Bool(false)) }
    #expect(await scene.watch(scene.fire(trigger)).last == end)
  }

  @Test func whatWasCalledBackIsNotSentAgain() async throws {
    let scene = try scene()
    let server = try LoopbackServer { _ in .response(503) }
    var trigger = trigger
    trigger.url = server.url
    guard case .retryable = await scene.start(trigger) else { return #expect(Bool(false)) }
    scene.callbacks.deliver(end, for: try token(in: scene))
    #expect(await scene.start(trigger) == .finished(end, sentAt: HTTPScene.due))
    #expect(server.requests.count == 1)
  }

  @Test func aLostAnswerIsLookedUpAmongTheCalls() async throws {
    let scene = try scene()
    #expect(await scene.target.lookUp(scene.fire(trigger)) == .cannotBeAsked)
    scene.callbacks.deliver(end, for: try token(in: scene))
    #expect(await scene.target.lookUp(scene.fire(trigger, attempt: 2)) == .cannotBeAsked)
    #expect(await scene.target.lookUp(scene.fire(trigger)) == .finished(end))
  }

  @Test func whoNeverCallsBackIsNotWaitedForForEver() async throws {
    let scene = try scene()
    let last = await scene.follow(scene.fire(trigger)).last
    #expect(last?.outcome == .timedOut && last?.reason?.code == "no_callback")
    #expect(scene.clock.now() == HTTPScene.due.advanced(by: .seconds(60)))
  }

  @Test func whereNobodyCanCallNothingIsSent() async throws {
    let server = try LoopbackServer { _ in .response(202) }
    var trigger = trigger
    trigger.url = server.url
    guard case .refused(.failed, let reason, _) = await HTTPScene().start(trigger) else { return #expect(Bool(false)) }
    #expect(reason.sentence.contains("public_url") && server.requests.isEmpty)
  }

  // MARK: The key

  @Test func theKeyIsMadeOnceAndIsTheOwnersAlone() throws {
    let scratch = try ScratchDirectory()
    let path = scratch.path("callback.key")
    let key = try CallbackKeyFile.key(at: path)
    #expect(try CallbackKeyFile.key(at: path) == key)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600 && attributes[.size] as? Int == 32)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("")) == ["callback.key"])
    #expect(try CallbackKeyFile.key(at: scratch.path("other.key")) != key)
  }

  @Test func aBrokenKeyIsNotReplaced() throws {
    let scratch = try ScratchDirectory()
    let path = scratch.path("callback.key")
    try Data("short".utf8).write(to: URL(filePath: path))
    let error = #expect(throws: CallbackKeyError.self) { try CallbackKeyFile.key(at: path) }
    #expect(error?.description.hasPrefix("\(path): it is no key of 32 bytes") == true)
    #expect(throws: CallbackKeyError.self) { try CallbackKeyFile.key(at: "/no/such/directory/callback.key") }
  }
}
