import CivilTime
import CurlHTTP
import Foundation
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers

@Suite(.timeLimit(.minutes(5))) struct HTTPTargetTests {
  private let due = (try? Instant(iso8601: "2026-11-21T02:00:00Z")) ?? .epoch

  private func target() -> HTTPTarget {
    HTTPTarget(transport: CurlHTTPTransport(), clock: VirtualClock(due))
  }

  private func fire(_ trigger: HTTPTrigger, attempt: Int = 1, missed: MissedSpan? = nil) -> Fire {
    var details = FireDetails()
    details.missed = missed
    let id = Fire.id(schedule: Identifier(high: 0, low: 1), due: due)
    return Fire(
      id: id, kind: .scheduled, scheduleID: Identifier(high: 0, low: 1), scheduleName: "nightly", due: due,
      runName: Fire.runName(schedule: "nightly", due: due, id: id), attempt: attempt, claimedAt: due, trigger: .http(trigger),
      details: details)
  }

  private func result(of answer: LoopbackAnswer, success: [ClosedRange<Int>] = [200...299]) async throws -> AttemptResult {
    let server = try LoopbackServer { _ in answer }
    return await target().start(fire(HTTPTrigger(url: server.url, success: success)))
  }

  @Test func everyRequestCarriesTheFiresIdentity() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let fire = fire(HTTPTrigger(url: server.url))
    _ = await target().start(fire)
    let request = server.requests.first
    #expect(request?.method == "POST")
    #expect(request?.header("Idempotency-Key") == fire.id.description)
    #expect(request?.header("X-Carillon-Due") == "2026-11-21T02:00:00Z")
    #expect(request?.header("X-Carillon-Run-Name") == fire.runName)
    #expect(request?.header("X-Carillon-Attempt") == "1")
  }

  @Test func aResendIsTheSameRequest() async throws {
    let server = try LoopbackServer { _ in .response(503) }
    let fire = fire(HTTPTrigger(url: server.url, body: ["due": "{{due}}"]))
    _ = await target().start(fire)
    _ = await target().start(fire)
    #expect(server.requests[0].body == server.requests[1].body)
    #expect(server.requests[0].header("Idempotency-Key") == server.requests[1].header("Idempotency-Key"))
  }

  @Test func aNewAttemptHasAKeyOfItsOwn() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let second = fire(HTTPTrigger(url: server.url), attempt: 2)
    _ = await target().start(second)
    #expect(server.requests[0].header("Idempotency-Key") == Identifier.version5(namespace: second.id, name: "attempt/2").description)
    #expect(server.requests[0].header("X-Carillon-Attempt") == "2")
  }

  @Test func aFireTellsForWhichMissedInstantsItStands() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let missed = MissedSpan(count: 2, first: due.advanced(by: .seconds(-7200)), last: due.advanced(by: .seconds(-3600)))
    _ = await target().start(fire(HTTPTrigger(url: server.url, body: ["missed": "{{missed_count}}"]), missed: missed))
    _ = await target().start(fire(HTTPTrigger(url: server.url)))
    #expect(server.requests[0].header("X-Carillon-Missed-Count") == "2")
    #expect(server.requests[0].header("X-Carillon-Missed-First") == "2026-11-21T00:00:00Z")
    #expect(server.requests[0].header("X-Carillon-Missed-Last") == "2026-11-21T01:00:00Z")
    #expect(String(decoding: server.requests[0].body, as: UTF8.self) == #"{"missed":"2"}"#)
    #expect(!server.requests[1].headers.contains { $0.name.hasPrefix("X-Carillon-Missed") })
  }

  @Test func whatWasAcceptedCannotBeStopped() async {
    guard case .impossible(let reason) = await target().stop(fire(HTTPTrigger(url: "http://127.0.0.1/")), force: true) else {
      return #expect(Bool(false))
    }
    #expect(reason.code == "not_followed")
  }

  @Test func templatesAreFilledInEverywhere() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let fire = fire(
      HTTPTrigger(
        url: server.url + "/{{schedule}}?name={{run_name}}", headers: ["X-Fire": "{{fire_id}}"],
        body: ["when": "{{ due }}", "tries": ["{{attempt}}"]]))
    _ = await target().start(fire)
    let request = server.requests.first
    #expect(request?.target == "/nightly?name=\(fire.runName)")
    #expect(request?.header("X-Fire") == fire.id.description)
    #expect(String(decoding: request?.body ?? [], as: UTF8.self) == #"{"tries":["1"],"when":"2026-11-21T02:00:00Z"}"#)
    #expect(request?.header("Content-Type") == "application/json")
  }

  @Test func aSuccessIsWhatTheScheduleSays() async throws {
    guard case .finished(let seen, _) = try await result(of: .response(202)) else { return #expect(Bool(false)) }
    #expect(seen.outcome == .succeeded)
    #expect(seen.status == "HTTP 202")
    guard case .finished = try await result(of: .response(404), success: [404...404]) else { return #expect(Bool(false)) }
  }

  @Test(arguments: [400, 401, 403, 404, 409, 422, 302])
  func anAnswerThatSaysNoIsFinal(_ status: Int) async throws {
    guard case .refused(.failed, let reason, let sentAt) = try await result(of: .response(status)) else { return #expect(Bool(false)) }
    #expect(sentAt != nil)
    #expect(reason.code == "http_\(status)")
    #expect(reason.sentence.hasSuffix(": answered \(status)"))
  }

  @Test(arguments: [408, 425, 429, 500, 502, 503])
  func anAnswerThatSaysNotNowIsTriedAgain(_ status: Int) async throws {
    guard case .retryable(_, _, _, let isThere) = try await result(of: .response(status)) else { return #expect(Bool(false)) }
    #expect(isThere == (status < 500), "others are kept from a target that fails, and not from one that limits calls")
  }

  @Test func redirectsWithoutEndAreFinal() async throws {
    let server = try LoopbackServer { _ in .response(302, [HTTPHeader("Location", "/")]) }
    let trigger = HTTPTrigger(method: "GET", url: server.url + "/", connection: HTTPConnection(followsRedirects: true))
    guard case .refused(.failed, let reason, _) = await target().start(fire(trigger)) else { return #expect(Bool(false)) }
    #expect(reason == Reason("too_many_redirects", "GET \(server.url)/: too many redirects"))
  }

  @Test func aTargetThatNamesATimeIsHeard() async throws {
    let answer = LoopbackAnswer.response(429, [HTTPHeader("Retry-After", "17")])
    guard case .retryable(_, let retryAfter, let sentAt, _) = try await result(of: answer) else { return #expect(Bool(false)) }
    #expect(retryAfter == .seconds(17))
    #expect(sentAt != nil)
  }

  @Test func aTargetThatIsAwayIsWaitedFor() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let url = server.url
    server.stop()
    guard case .unavailable(let reason) = await target().start(fire(HTTPTrigger(url: url))) else { return #expect(Bool(false)) }
    #expect(reason.code == "no_connection")
  }

  /// Others of this daemon's own were before it: nobody has failed.
  @Test func whoWaitsInVainForAConnectionIsPutBack() async throws {
    var limits = CurlLimits()
    limits.maximumConnectionsPerHost = 1
    let server = try LoopbackServer { _ in .hold }
    let transport = CurlHTTPTransport(limits: limits)
    let target = HTTPTarget(transport: transport, clock: VirtualClock(due))
    let first = Task { await target.start(fire(HTTPTrigger(url: server.url + "/", timeoutSeconds: 300))) }
    await server.wait(for: .arrived(request: 1))
    let result = await target.start(fire(HTTPTrigger(url: server.url + "/", timeoutSeconds: 1)))
    #expect(result == .full(Reason("no_free_connection", "POST \(server.url)/: no free connection within 1 s")))
    first.cancel()
    _ = await first.value
  }

  @Test func anAnswerThatIsLostIsUnclear() async throws {
    guard case .unclear = try await result(of: .close) else { return #expect(Bool(false)) }
    guard case .cannotBeAsked = await target().lookUp(fire(HTTPTrigger(url: "http://127.0.0.1/"))) else { return #expect(Bool(false)) }
  }

  @Test func noSecretIsInAReason() async throws {
    let server = try LoopbackServer { _ in .response(403) }
    let trigger = HTTPTrigger(url: server.url + "/run?token=s3cret", headers: ["Authorization": "Bearer s3cret"], body: ["key": "s3cret"])
    guard case .refused(_, let reason, _) = await target().start(fire(trigger)) else { return #expect(Bool(false)) }
    #expect(!reason.sentence.contains("s3cret"))
  }

  @Test func aSecretInAPathIsInNoReason() async throws {
    TestEnvironment.complete()
    let server = try LoopbackServer { _ in .response(403) }
    guard case .refused(_, let reason, _) = await target().start(fire(HTTPTrigger(url: server.url + "/{{env:CARILLON_TEST_HOOK}}"))) else {
      return #expect(Bool(false))
    }
    #expect(reason.sentence == "POST \(server.url)/…: answered 403")
  }

  @Test(
    arguments: [
      ("{\"detail\":\"epochs must be positive\"}", ": epochs must be positive"),
      ("{\"error\":{\"message\":\"no such job\"}}", ": no such job"), ("no\n  room", ": no room"), ("", ""),
      ("<!DOCTYPE html><html>", ""), ("{\"said\":\"a\"}", ""), ("[1]", ""), ("{\"detail\":", ""),
      ("{\"detail\":[{\"msg\":\"Field required\",\"input\":{\"value\":\"s3cret\"}}]}", ": Field required"),
    ])
  func anAnswerThatSaysNoIsQuoted(_ body: String, _ quote: String) async throws {
    let reason = try #require(try await result(of: .response(400, body: body)).reason)
    #expect(reason.sentence.hasSuffix(": answered 400\(quote)"), "\(reason.sentence)")
  }

  @Test func aLongAnswerIsQuotedInPart() async throws {
    let reason = try #require(try await result(of: .response(400, body: String(repeating: "no ", count: 200))).reason)
    #expect(reason.sentence.hasSuffix("no no …") || reason.sentence.hasSuffix("no no n…") || reason.sentence.hasSuffix(" no…"))
    #expect(reason.sentence.utf8.count < 300)
  }

  @Test func aRedirectThatIsNotFollowedSaysWhereItLeads() async throws {
    let answer = LoopbackAnswer.response(302, [HTTPHeader("Location", "https://user:word@other.example/job?key=1")])
    let reason = try #require(try await result(of: answer).reason)
    #expect(reason.sentence.hasSuffix(": answered 302; it leads to https://other.example/…"))
  }

  private static let echo = HTTPTrigger(
    url: "/services/T0/first-s3cret?sig=second%2Bs3cret%3D",
    headers: [
      "Authorization": "Basic \(Data("ml:third-s3cret".utf8).base64EncodedString())", "Cookie": "session=fourth-s3cret; theme=dark",
      "X-Plain": "Bearer fifth-s3cret",
    ],
    body: ["key": "sixth-s3cret", "credentials": ["value": "seventh-s3cret"], "tokens": [["eighth-s3cret"], 90210_4711]])

  @Test(arguments: [
    "/services/T0/first-s3cret is no route", "first-s3cret", "sig second%2Bs3cret%3D", "second+s3cret= is wrong",
    "wrong password third-s3cret",
    Data("ml:third-s3cret".utf8).base64EncodedString(), "session fourth-s3cret expired", "Bearer fifth-s3cret", "key sixth-s3cret",
    "seventh-s3cret", "eighth-s3cret", "number 902104711", "{\"detail\":\"no third-s3cret\"}", "{\"detail\":\"no third\\u002ds3cret\"}",
  ]) func nothingOfTheRequestIsInAQuote(_ answer: String) async throws {
    let server = try LoopbackServer { _ in .response(403, body: answer) }
    var trigger = Self.echo
    trigger.url = server.url + trigger.url
    let sentence = try #require(await target().start(fire(trigger)).reason).sentence
    let quote = sentence.drop { $0 != "…" }.dropFirst().description
    for secret in ["s3cret", "second", "902104711", "bWw6dGhpcmQ"] { #expect(!sentence.contains(secret), "\(quote)") }
    #expect(sentence.hasPrefix("POST \(server.url)/…: answered 403: "), "\(sentence)")
  }

  /// A body, an answer that repeats some of it, and what is quoted of that.
  private static let repeated: [(JSONValue, String, String)] = [
    (.string("user=svc&password=hunter2"), "no hunter2", "no …"),
    (.string("password: 'hunter2'"), "no hunter2", "no …"),
    (.string("{\"a\": {\"pin\": 4711}, \"jwt\": \"hu nt\"}"), "4711 or hu nt", "… or …"),
    (["passphrase": "hu nt", "db_pwd": "pw#d"], "hu nt or pw#d", "… or …"),
    (["bearer": "b ear", "sid": "s id"], "b ear or s id", "… or …"),
    (["dsn": "db://svc:hunter2@db/x", "args": "--password=hunter3"], "hunter2 or hunter3", "… or …"),
    (["payload": "{\"token\": \"to ken\"}"], "no to ken", "no …"),
    (["spin": "fast", "data": "s3://b/c"], "fast s3://b/c", "fast s3://b/c"),
  ]

  @Test(arguments: repeated) func whatABodyGivesToANameIsNotQuoted(body: JSONValue, answer: String, quote: String) async throws {
    let server = try LoopbackServer { _ in .response(403, body: answer) }
    let sentence = try #require(await target().start(fire(HTTPTrigger(url: server.url + "/", body: body))).reason).sentence
    #expect(sentence.hasSuffix(": answered 403: \(quote)"), "\(sentence)")
  }

  @Test func whatHoldsTooMuchIsNotQuoted() async throws {
    let server = try LoopbackServer { _ in .response(400, body: "no") }
    let many = (0..<300).map { JSONValue.string("secret-\($0)") }
    let reason = try #require(await target().start(fire(HTTPTrigger(url: server.url + "/", body: ["keys": .array(many)]))).reason)
    #expect(reason.sentence == "POST \(server.url)/: answered 400")
  }

  @Test func aSecretThatIsNotThereFailsTheFireAndNamesIt() async {
    let trigger = HTTPTrigger(url: "http://127.0.0.1:9/", headers: ["Authorization": "{{env:CARILLON_TEST_NO_SUCH}}"])
    guard case .refused(.failed, let reason, _) = await target().start(fire(trigger)) else { return #expect(Bool(false)) }
    #expect(reason.sentence.contains("CARILLON_TEST_NO_SUCH"))
  }
}
