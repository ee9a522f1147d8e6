import CivilTime
import Foundation
import Scheduling
import Seams
import TestSupport
import Testing

@testable import Triggers

/// A secret that is easy to find goes through every kind of reference and every place of a request, to a service that repeats
/// all that it is sent, in every encoding; none of it may come back in anything that the daemon writes, logs or shows.
@Suite(.timeLimit(.minutes(5))) struct CanaryTests {
  private static let canary = TestEnvironment.canary.value

  private enum Reference: String, CaseIterable {
    case environment = "{{env:CARILLON_TEST_CANARY}}"
    case file, credential
    case secret = "{{secret:canary.value}}"
  }

  private func scene(_ scratch: ScratchDirectory, holding text: String = CanaryTests.canary) throws -> HTTPScene {
    TestEnvironment.complete()
    try Data(text.utf8).write(to: URL(filePath: scratch.path("canary")))
    var scene = HTTPScene()
    scene.sources = TemplateSources(
      secrets: SecretStore(values: ["canary.value": Self.canary]), credentialsDirectory: scratch.path(""))
    return scene
  }

  private func reference(_ kind: Reference, _ scratch: ScratchDirectory) -> String {
    switch kind {
    case .file: "{{file:\(scratch.path("canary"))}}"
    case .credential: "{{credential:canary}}"
    case .environment, .secret: kind.rawValue
    }
  }

  /// All that a careless service could say of what it was sent.
  private static func echo(_ request: LoopbackRequest) -> String {
    let said = ([request.target] + request.headers.map(\.value) + [String(decoding: request.body, as: UTF8.self)]).joined(separator: " ")
    let forms = [said, Data(said.utf8).base64EncodedString(), URLText.encoded(said), URLText.formEncoded(said)]
    let encoded = Data(canary.utf8).base64EncodedString()
    let all = forms + [encoded, encoded.replacing("+", with: "-").replacing("/", with: "_"), URLText.encoded(canary)]
    return all.joined(separator: " ").replacing("\"", with: "'").replacing("\\", with: "")
  }

  private func trigger(_ url: String, _ reference: String, polling: StatusPolling? = nil) throws -> HTTPTrigger {
    HTTPTrigger(
      url: "\(url)/hooks/\(URLText.encoded("x"))", headers: ["Authorization": "Bearer \(reference)", "X-Key": reference],
      body: ["key": .string(reference), "list": [.string("a \(reference) b")]], query: ["key": reference],
      expect: polling == nil ? [AnswerExpectation(try AnswerPath(parsing: "$.said"), .equals("nothing"))] : nil,
      ending: polling.map { .polled($0) })
  }

  /// Everything that can be seen of an attempt, as the ledger, the log and the API would show it.
  private func check(_ shown: Any, _ what: String) {
    var text = ""
    dump(shown, to: &text)
    text += "\(shown) \(String(reflecting: shown))"
    let unescaped = UnescapedText(Array(text.utf8))
    for form in EncodedForms.all(of: Self.canary) {
      #expect(!text.contains(form), "\(what): \(form)")
      #expect(unescaped?.places(of: Array(form.utf8)).isEmpty ?? true, "\(what): \(form) behind escapes")
    }
  }

  @Test(arguments: [200, 403, 503]) func noAnswerBringsASecretBack(status: Int) async throws {
    let scratch = try ScratchDirectory()
    let scene = try scene(scratch)
    for kind in Reference.allCases {
      let server = try LoopbackServer { .response(status, body: "{\"said\": \"\(Self.echo($0))\"}") }
      let result = await scene.start(try trigger(server.url, reference(kind, scratch)))
      let sent = try #require(server.requests.first)
      #expect(sent.header("X-Key") == Self.canary && sent.target.contains(URLText.encoded(Self.canary)), "the secret is really sent")
      check(result, "\(kind) \(status)")
    }
  }

  @Test func aFormHidesItsSecretsToo() async throws {
    let scratch = try ScratchDirectory()
    let server = try LoopbackServer { .response(400, body: Self.echo($0)) }
    let form = HTTPTrigger(url: server.url, form: ["key": reference(.file, scratch)])
    check(await (try scene(scratch)).start(form), "form")
    check(Trigger.http(form).withoutSecrets, "stored form")
  }

  @Test func aLostConnectionBringsNoSecretBack() async throws {
    let scratch = try ScratchDirectory()
    for answer in [LoopbackAnswer.close, .reset, .response(302, [HTTPHeader("Location", "http://x/\(Self.canary)")])] {
      let server = try LoopbackServer { _ in answer }
      let trigger = HTTPTrigger(url: "\(server.url)/T0/\(reference(.environment, scratch))?k=\(reference(.credential, scratch))")
      check(await (try scene(scratch)).start(trigger), "\(answer)")
    }
  }

  @Test func aProxysSecretStaysHidden() async throws {
    let scratch = try ScratchDirectory()
    TestEnvironment.complete()
    let proxy = try LoopbackServer { .response(407, body: Self.echo($0)) }
    let connection = HTTPConnection(proxy: "http://me:{{env:CARILLON_TEST_PASSWORD}}@127.0.0.1:\(proxy.port)")
    let result = await (try scene(scratch)).start(HTTPTrigger(url: "http://nowhere.invalid/", connection: connection))
    #expect(proxy.requests.first?.header("Proxy-Authorization") == "Basic \(Data("me:canary-7f3a9ce1".utf8).base64EncodedString())")
    #expect(!"\(result)".contains("canary"))
  }

  /// A status URL is written down as the fire's run; a secret in it is filled in again at each look.
  @Test func aRunsIDHoldsTheReferenceAndNotTheSecret() async throws {
    let scratch = try ScratchDirectory()
    var scene = try scene(scratch)
    // As it stands, this one may be part of a URL.
    scene.sources.secrets = SecretStore(values: ["canary.value": "canary-7f3a9ce1"])
    for template in ["{{header:Location}}", "/jobs/17?key=\(Reference.secret.rawValue)", "/jobs/17?key={{answer:$.key}}"] {
      let server = try LoopbackServer { request in
        request.method == "POST"
          ? .response(202, [HTTPHeader("Location", "/jobs/17?key=canary-7f3a9ce1")], body: #"{"key": "canary-7f3a9ce1"}"#)
          : .response(200, body: "{\"state\": \"\(request.target.hasSuffix("?key=canary-7f3a9ce1") ? "done" : "failed")\"}")
      }
      let polling = StatusPolling(url: template, statusPath: try AnswerPath(parsing: "$.state"))
      let trigger = try trigger(server.url, Reference.secret.rawValue, polling: polling)
      let result = await scene.start(trigger)
      #expect(result.runID == "\(server.url)/jobs/17?key=\(Reference.secret.rawValue)", "\(template) \(result)")
      let seen = await scene.follow(scene.fire(trigger, runID: result.runID))
      #expect(seen.last?.outcome == .succeeded)
      #expect(!"\(seen)".contains("7f3a9ce1"))
    }
  }

  @Test func aStatusThatRepeatsASecretIsHidden() async throws {
    let scratch = try ScratchDirectory()
    let scene = try scene(scratch)
    let server = try LoopbackServer { request in
      request.number == 2 ? .response(200, body: "{\"state\": \"using \(Self.canary)\"}") : .response(200, body: #"{"state": "done"}"#)
    }
    let polling = StatusPolling(url: "/jobs/1", statusPath: try AnswerPath(parsing: "$.state"))
    let trigger = try trigger(server.url, Reference.environment.rawValue, polling: polling)
    let runID = try #require(await scene.start(trigger).runID)
    let seen = await scene.follow(scene.fire(trigger, runID: runID))
    #expect(seen.map(\.status) == ["using …", "done"])
    check(seen, "observations")
  }

  // MARK: Secrets that are longer than what is shown

  private static let long = (0..<40).map { "c4nary\($0 + 10)" }.joined()

  /// - Parameter shown: all that was told.
  private func checkLong(_ shown: Any) { #expect(!"\(shown)".contains("c4nary"), "\(shown)") }

  @Test func noPartOfALongSecretIsInAnUnexpectedAnswer() async throws {
    let scratch = try ScratchDirectory()
    try scratch.write(Self.long, to: "canary")
    let server = try LoopbackServer { .response(200, body: "{\"said\": \"x: \($0.header("X-Key") ?? "")\"}") }
    let result = await (try scene(scratch, holding: Self.long)).start(try trigger(server.url, reference(.file, scratch)))
    #expect(result.reason?.sentence == "POST \(server.url)/…: answered 200, but the answer has 'x: …' at $.said, not 'nothing'")
    checkLong(result)
  }

  @Test func noPartOfALongSecretIsInAStatus() async throws {
    let scratch = try ScratchDirectory()
    let scene = try scene(scratch, holding: Self.long)
    let server = try LoopbackServer { request in
      guard request.number > 1 else { return .response(200, body: "{}") }
      return .response(200, body: request.number == 2 ? "{\"state\": \"on: \(request.header("X-Key") ?? "")\"}" : #"{"state": "done"}"#)
    }
    let polling = StatusPolling(url: "/jobs/1", statusPath: try AnswerPath(parsing: "$.state"))
    let trigger = try trigger(server.url, reference(.file, scratch), polling: polling)
    let runID = try #require(await scene.start(trigger).runID)
    let seen = await scene.follow(scene.fire(trigger, runID: runID))
    #expect(seen.map(\.status) == ["on: …", "done"])
    checkLong(seen)
  }

  @Test func anEncodedSecretInAStatusURLIsNotWrittenDown() async throws {
    let scratch = try ScratchDirectory()
    let scene = try scene(scratch)
    let server = try LoopbackServer { _ in .response(202, [HTTPHeader("Location", "/jobs/\(URLText.encoded(Self.canary))")]) }
    let polling = StatusPolling(url: "{{header:Location}}", statusPath: try AnswerPath(parsing: "$.state"))
    let result = await scene.start(try trigger(server.url, Reference.environment.rawValue, polling: polling))
    #expect(result.reason?.code == "not_followable")
    check(result, "status URL")
  }

  @Test func whatIsWrittenDownHoldsTheReferences() throws {
    let scratch = try ScratchDirectory()
    for kind in Reference.allCases {
      let stored = Trigger.http(try trigger("http://x.example", reference(kind, scratch))).withoutSecrets
      check(stored, "stored")
      let text = String(decoding: try JSONEncoder().encode(stored), as: UTF8.self).replacing("\\/", with: "/")
      #expect(text.contains(reference(kind, scratch)))
    }
  }
}
