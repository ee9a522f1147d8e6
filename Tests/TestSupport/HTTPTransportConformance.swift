import Seams
import Synchronization

/// What every `HTTPTransport` has to do, the live one and the fakes alike.
///
/// `#expect(try await HTTPTransportConformance { handler in (transport, url) }.violations() == [])`
package struct HTTPTransportConformance: Sendable {
  /// Gives a transport and a base URL at which `handler` answers: a real server, or a fake that calls it.
  package typealias Scene = (transport: any HTTPTransport, url: String)
  package typealias SetUp = @Sendable (_ handler: @escaping LoopbackServer.Handler) async throws -> Scene

  private let setUp: SetUp

  package init(_ setUp: @escaping SetUp) {
    self.setUp = setUp
  }

  /// One line for each promise that is not kept; empty when all are.
  package func violations() async throws -> [String] {
    try await [
      carriesEverything(), returnsEveryStatus(), leavesRedirectsToTheCaller(), reportsAnEndWithoutAnswer(),
      reportsHalfAnAnswer(), reportsTheTotalTime(), reportsTooLargeABody(), refusesAnInvalidURL(),
      refusesAHeaderWithALineBreak(), endsWhenTheTaskIsCancelled(),
    ].flatMap { $0 }
  }

  private func carriesEverything() async throws -> [String] {
    let seen = Mutex<LoopbackRequest?>(nil)
    let scene = try await setUp { request in
      seen.withLock { $0 = request }
      return .response(201, [HTTPHeader("X-Answer", "yes")], body: "made")
    }
    let body: [UInt8] = [0, 1, 2, 255]
    let response = try await scene.transport.send(
      HTTPRequest("POST", scene.url + "/a?b=c", headers: [HTTPHeader("X-Question", "why")], body: body))
    let request = seen.withLock { $0 }
    return [
      check(request?.method == "POST" && request?.target == "/a?b=c", "method and target are sent as given"),
      check(request?.header("X-Question") == "why" && request?.body == body, "headers and body are sent as given"),
      check(response.status == 201 && response.header("x-answer") == "yes", "status and headers come back"),
      check(response.body == Array("made".utf8), "the body comes back"),
    ].flatMap { $0 }
  }

  private func returnsEveryStatus() async throws -> [String] {
    var problems: [String] = []
    for status in [200, 204, 404, 409, 429, 500, 503] {
      let scene = try await setUp { _ in .response(status) }
      let response = try? await scene.transport.send(HTTPRequest("GET", scene.url + "/"))
      problems += check(response?.status == status, "status \(status) is a response")
    }
    return problems
  }

  private func leavesRedirectsToTheCaller() async throws -> [String] {
    let scene = try await setUp { $0.target == "/" ? .response(302, [HTTPHeader("Location", "/next")]) : .response(200) }
    let response = try await scene.transport.send(HTTPRequest("GET", scene.url + "/"))
    return check(response.status == 302 && response.header("Location") == "/next", "a redirect is the answer")
  }

  private func reportsAnEndWithoutAnswer() async throws -> [String] {
    let count = Mutex(0)
    let scene = try await setUp { _ in
      count.withLock { $0 += 1 }
      return .close
    }
    let problem = await failure(scene, HTTPRequest("POST", scene.url + "/", body: [1]))
    return [
      check(problem?.kind == .reset && problem?.mayHaveBeenSent == true, "no answer is a reset that may have been sent"),
      check(count.withLock { $0 } == 1, "a POST is sent once"),
    ].flatMap { $0 }
  }

  private func reportsHalfAnAnswer() async throws -> [String] {
    let scene = try await setUp { _ in .half(HTTPResponse(status: 200, body: Array("half".utf8))) }
    let problem = await failure(scene, HTTPRequest("GET", scene.url + "/"))
    return check(problem?.kind == .reset && problem?.mayHaveBeenSent == true, "half an answer is a reset")
  }

  private func reportsTheTotalTime() async throws -> [String] {
    let scene = try await setUp { _ in .hold }
    let timeouts = HTTPTimeouts(connect: .seconds(60), total: .seconds(2))
    let problem = await failure(
      scene, HTTPRequest("POST", scene.url.withUserInfo("me:secret") + "/runs?token=secret", timeouts: timeouts))
    return [
      check(problem?.kind == .timedOut(.awaitingAnswer) && problem?.mayHaveBeenSent == true, "the total time is kept"),
      check(
        problem?.description == "POST \(scene.url)/runs: no answer within 2 s",
        "the words say what was tried, without secrets, not \(problem.map(\.description) ?? "nothing")"),
    ].flatMap { $0 }
  }

  private func reportsTooLargeABody() async throws -> [String] {
    let scene = try await setUp { _ in .response(200, body: "12345") }
    let fits = try? await scene.transport.send(HTTPRequest("GET", scene.url + "/", maximumResponseBytes: 5))
    let problem = await failure(scene, HTTPRequest("GET", scene.url + "/", maximumResponseBytes: 4))
    return [
      check(fits?.body.count == 5, "a body of just the limit comes back"),
      check(problem?.kind == .responseTooLarge && problem?.mayHaveBeenSent == true, "a longer body is refused"),
    ].flatMap { $0 }
  }

  private func refusesAnInvalidURL() async throws -> [String] {
    var problems: [String] = []
    let scene = try await setUp { _ in .response(200) }
    for url in ["", "zen.example/api", "ftp://zen.example/", "http://", "http://zen.example/a b"] {
      let problem = await failure(scene, HTTPRequest("GET", url))
      problems += check(problem?.kind == .invalidURL && problem?.mayHaveBeenSent == false, "URL \"\(url)\" is refused")
    }
    return problems
  }

  private func refusesAHeaderWithALineBreak() async throws -> [String] {
    let scene = try await setUp { _ in .response(200) }
    let header = HTTPHeader("X-Name", "a\r\nX-Other: b")
    let problem = await failure(scene, HTTPRequest("GET", scene.url + "/", headers: [header]))
    return check(problem?.kind == .invalidRequest && problem?.mayHaveBeenSent == false, "a line break in a header is refused")
  }

  private func endsWhenTheTaskIsCancelled() async throws -> [String] {
    let (arrivals, arrived) = AsyncStream<Void>.makeStream()
    let scene = try await setUp { _ in
      arrived.yield()
      return .hold
    }
    let task = Task { await failure(scene, HTTPRequest("GET", scene.url + "/")) }
    for await _ in arrivals { break }
    task.cancel()
    let problem = await task.value
    return check(problem?.kind == .cancelled && problem?.mayHaveBeenSent == true, "a cancelled task ends with cancelled")
  }

  /// The error of sending `request`; nil when it is answered.
  private func failure(_ scene: Scene, _ request: HTTPRequest) async -> HTTPTransportError? {
    do throws(HTTPTransportError) {
      _ = try await scene.transport.send(request)
      return nil
    } catch {
      return error
    }
  }

  private func check(_ isKept: Bool, _ promise: String) -> [String] {
    isKept ? [] : ["not kept: \(promise)"]
  }
}

extension String {
  fileprivate func withUserInfo(_ userInfo: String) -> String {
    guard let scheme = firstRange(of: "://") else { return self }
    return self[..<scheme.upperBound] + userInfo + "@" + self[scheme.upperBound...]
  }
}
