import CivilTime
import Foundation
import Scheduling
import Seams
import TestSupport
import Testing

@testable import Triggers

/// What is sent.
@Suite(.timeLimit(.minutes(5))) struct HTTPRequestTests {
  private let scene = HTTPScene()

  private func request(_ make: (String) -> HTTPTrigger) async throws -> LoopbackRequest {
    let server = try LoopbackServer { _ in .response(200) }
    _ = await scene.start(make(server.url))
    return try #require(server.requests.first)
  }

  @Test func aQueryIsEncodedAndAppended() async throws {
    let query = ["b": "x y&z=ü", "a/": "{{schedule}}"]
    #expect(try await request { HTTPTrigger(url: $0 + "/run", query: query) }.target == "/run?a%2F=nightly&b=x%20y%26z%3D%C3%BC")
    #expect(try await request { HTTPTrigger(url: $0 + "/run?c=1#end", query: ["d": "2"]) }.target == "/run?c=1&d=2")
    #expect(try await request { HTTPTrigger(url: $0 + "/run?", query: ["d": "2"]) }.target == "/run?d=2")
  }

  /// A schedule's name is anybody's.
  @Test func aVariableInAURLIsAPartOfItsPlace() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let trigger = HTTPTrigger(url: server.url + "/{{schedule}}/x?n={{schedule}}&due={{due}}")
    _ = await scene.target.start(scene.fire(trigger, named: "Z\u{FC}rich a/b?c&d#e"))
    let name = "Z%C3%BCrich%20a/b%3Fc%26d%23e"
    #expect(server.requests.map(\.target) == ["/\(name)/x?n=\(name)&due=2026-11-21T02:00:00Z"])
  }

  @Test func aFormIsEncodedAsBrowsersDo() async throws {
    let sent = try await request { HTTPTrigger(url: $0, form: ["name": "{{schedule}} run", "a+b": "1&2*~"]) }
    #expect(String(decoding: sent.body, as: UTF8.self) == "a%2Bb=1%262*%7E&name=nightly+run")
    #expect(sent.header("Content-Type") == "application/x-www-form-urlencoded")
  }

  @Test func aTextIsSentAsItIs() async throws {
    let sent = try await request { HTTPTrigger(url: $0, headers: ["content-type": "text/csv"], body: "a;b\n1;2") }
    #expect(String(decoding: sent.body, as: UTF8.self) == "a;b\n1;2")
    #expect(sent.headers.filter { $0.name.lowercased() == "content-type" }.map(\.value) == ["text/csv"])
  }

  /// What is referred to may hold what would end a URL's user or password; what is written out is encoded already.
  @Test(arguments: [
    ("DOM%40x:{{secret:proxy.password}}", "DOM@x:p@s:s/w#r?d%41+"),
    ("{{secret:proxy.user}}:{{secret:proxy.password}}", "a/b@c:p@s:s/w#r?d%41+"),
  ])
  func aProxysPasswordIsSentAsItIs(user: String, sent: String) async throws {
    let proxy = try LoopbackServer { _ in .response(200) }
    var scene = scene
    scene.sources.secrets = SecretStore(values: ["proxy.user": "a/b@c", "proxy.password": "p@s:s/w#r?d%41+"])
    let connection = HTTPConnection(proxy: "http://\(user)@127.0.0.1:\(proxy.port)")
    _ = await scene.start(HTTPTrigger(url: "http://nowhere.invalid/", connection: connection))
    #expect(proxy.requests.first?.header("Proxy-Authorization") == "Basic \(Data(sent.utf8).base64EncodedString())")
  }

  /// Of what stands for a host, or for the whole URL, every character counts.
  @Test(arguments: ["{{secret:proxy.url}}", "http://u:{{secret:proxy.password}}@{{secret:proxy.place}}"])
  func aProxysPlaceIsTakenAsItIs(url: String) async throws {
    let proxy = try LoopbackServer { _ in .response(200) }
    var scene = scene
    let place = "127.0.0.1:\(proxy.port)"
    scene.sources.secrets = SecretStore(values: ["proxy.url": "http://u:a%40b@\(place)", "proxy.password": "a@b", "proxy.place": place])
    _ = await scene.start(HTTPTrigger(url: "http://nowhere.invalid/", connection: HTTPConnection(proxy: url)))
    #expect(proxy.requests.first?.header("Proxy-Authorization") == "Basic \(Data("u:a@b".utf8).base64EncodedString())")
  }

  @Test func aLargerAnswerThanAllowedIsGivenUp() async throws {
    let server = try LoopbackServer { _ in .response(200, body: String(repeating: "x", count: 100)) }
    let trigger = HTTPTrigger(url: server.url, connection: HTTPConnection(largestAnswerBytes: 99))
    #expect(await scene.start(trigger).reason?.code == "answer_too_large")
    guard case .finished = await scene.start(HTTPTrigger(url: server.url, connection: HTTPConnection(largestAnswerBytes: 100))) else {
      return #expect(Bool(false))
    }
  }

  @Test func aHundredMegabytesAreNotRead() async throws {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n"
    let server = try LoopbackServer { _ in .raw(Array((head + String(repeating: "x", count: 4 << 20)).utf8)) }
    #expect(await scene.start(HTTPTrigger(url: server.url)).reason?.code == "answer_too_large")
  }

  @Test func redirectsAreFollowedOnlyWhenAskedFor() async throws {
    let server = try LoopbackServer { $0.target == "/" ? .response(302, [HTTPHeader("Location", "/next")]) : .response(200) }
    #expect(await scene.start(HTTPTrigger(method: "GET", url: server.url)).reason?.code == "http_302")
    let follows = HTTPConnection(followsRedirects: true)
    guard case .finished = await scene.start(HTTPTrigger(method: "GET", url: server.url, connection: follows)) else {
      return #expect(Bool(false))
    }
    #expect(await scene.start(HTTPTrigger(url: server.url, connection: follows)).reason?.code == "http_302")
  }

  @Test func aSlowAnswerIsUnclear() async throws {
    let server = try LoopbackServer { _ in .stall(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nx".utf8)) }
    guard case .unclear(let reason) = await scene.start(HTTPTrigger(url: server.url, timeoutSeconds: 3)) else {
      return #expect(Bool(false))
    }
    #expect(reason.code == "timeout")
    #expect(reason.sentence.hasSuffix(": no complete answer within 3 s"))
  }

  @Test(arguments: [LoopbackAnswer.reset, .close, .half(.init(status: 200, body: Array("{}".utf8)))])
  func aBrokenAnswerIsUnclear(answer: LoopbackAnswer) async throws {
    let server = try LoopbackServer { _ in answer }
    guard case .unclear(let reason) = await scene.start(HTTPTrigger(url: server.url)) else { return #expect(Bool(false)) }
    #expect(reason.code == "connection_lost")
  }

  /// Whether it is sent again is the policy's to say, and the ledger counts each send.
  @Test(arguments: ["GET", "PUT", "DELETE"]) func aFireIsSentOnceOnAKeptConnectionThatCloses(method: String) async throws {
    let server = try LoopbackServer { $0.number == 2 ? .close : .response(200) }
    let target = scene.target
    _ = await target.start(scene.fire(HTTPTrigger(method: method, url: server.url)))
    guard case .unclear(let reason) = await target.start(scene.fire(HTTPTrigger(method: method, url: server.url))) else {
      return #expect(Bool(false))
    }
    #expect(reason.code == "connection_lost")
    #expect(server.requests.count == 2)
  }

  @Test func aForbiddenHostFailsTheFireAndSaysWhy() async throws {
    var scene = scene
    scene.sources = TemplateSources()
    let target = HTTPTarget(transport: EgressGuard(scene.target.transport, rules: .standard), clock: scene.clock)
    let fire = scene.fire(HTTPTrigger(url: "http://169.254.169.254/latest/meta-data"))
    guard case .refused(.failed, let reason, nil) = await target.start(fire) else { return #expect(Bool(false)) }
    #expect(reason.code == "egress")
    #expect(
      reason.sentence
        == "POST http://169.254.169.254/…: 169.254.169.254 is a link-local address; it is denied unless egress.allow names it")
  }
}

/// What answers mean.
@Suite(.timeLimit(.minutes(5))) struct HTTPExpectationTests {
  private let scene = HTTPScene()

  private func result(_ body: String, _ condition: AnswerExpectation.Condition) async throws -> AttemptResult {
    let server = try LoopbackServer { _ in .response(200, body: body) }
    return await scene.start(HTTPTrigger(url: server.url, expect: [AnswerExpectation(try AnswerPath(parsing: "$.status"), condition)]))
  }

  @Test func anAnswerAsExpectedIsASuccess() async throws {
    guard case .finished(let seen, _) = try await result(#"{"status": "nightly"}"#, .equals("{{schedule}}")) else {
      return #expect(Bool(false))
    }
    #expect(seen.outcome == .succeeded)
  }

  /// It is read elsewhere than small ones.
  @Test(arguments: [10, 20_000, 200_000]) func aLongAnswerIsReadToo(length: Int) async throws {
    let body = #"{"padding": "\#(String(repeating: "x", count: length))", "status": "ok"}"#
    guard case .finished(let seen, _) = try await result(body, .oneOf(["ok"])) else { return #expect(Bool(false)) }
    #expect(seen.outcome == .succeeded)
    #expect(try await result(body, .oneOf(["queued"])).reason?.code == "unexpected_answer")
  }

  @Test func anAnswerThatSaysOtherwiseIsAFailureWithTheReason() async throws {
    guard case .refused(.failed, let reason, _) = try await result(#"{"status": "error"}"#, .oneOf(["ok", "queued"])) else {
      return #expect(Bool(false))
    }
    #expect(reason.code == "unexpected_answer")
    #expect(reason.sentence.hasSuffix(": answered 200, but the answer has 'error' at $.status, not 'ok' or 'queued'"))
  }

  @Test(arguments: ["", "<html>", "{\"status\":", "\u{0}"]) func garbageIsAFailure(body: String) async throws {
    let reason = try await result(body, .exists(true)).reason
    #expect(reason?.code == "unexpected_answer" && reason?.sentence.hasSuffix("but the answer is no JSON") == true)
  }
}
