import ControlAPI
import ControlMessages
import Testing

@Suite struct LimitTests {
  @Test func aBodyOverTheLimitIsAnsweredAndCut() async throws {
    try await LiveServer.run { server in
      let head = "POST /api/v1/sync HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
      let body = String(repeating: "x", count: ControlLimits.standard.bodyBytes + 1)
      let answer = try await RawPeer(path: server.path).answer(to: head + body)
      #expect(answer.hasPrefix("HTTP/1.1 413"))
      #expect(answer.contains(#""code":"too_large""#))
    }
  }

  @Test func aBodyWithinTheLimitIsRead() async throws {
    try await LiveServer.run { server in
      let body = String(repeating: "x", count: ControlLimits.standard.bodyBytes)
      let head = "POST /api/v1/sync HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: \(body.count)\r\n\r\n"
      let answer = try await RawPeer(path: server.path).answer(to: head + body)
      #expect(answer.hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func headersOverTheLimitAreRefused() async throws {
    try await LiveServer.run { server in
      let long = String(repeating: "x", count: ControlLimits.standard.headerBytes)
      let answer = try await RawPeer(path: server.path).answer(to: "GET /api/v1/status HTTP/1.1\r\nX-Long: \(long)\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 400"))
    }
  }

  @Test(arguments: ["GARBAGE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /a b c HTTP/1.1\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}"])
  func whatIsNotHTTPIsRefused(request: String) async throws {
    try await LiveServer.run { server in
      let answer = try await RawPeer(path: server.path).answer(to: request)
      #expect(answer.hasPrefix("HTTP/1.1 400"))
      let next = try await RawPeer(path: server.path).answer(to: statusRequest)
      #expect(next.hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test(arguments: ["", "GET /api/v1/status HTTP/1.1\r\nHost: loc"])
  func aSilentConnectionIsClosed(beginning: String) async throws {
    var limits = ControlLimits.standard
    limits.idleTimeout = .milliseconds(100)
    try await LiveServer.run(limits: limits) { server in
      let answer = try await RawPeer(path: server.path).answer(to: beginning)
      #expect(!answer.hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test func connectionsOverTheLimitWaitTheirTurn() async throws {
    var limits = ControlLimits.standard
    limits.connections = 1
    try await LiveServer.run(limits: limits) { server in
      try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<8 { group.addTask { try await RawPeer(path: server.path).answer(to: statusRequest) } }
        for try await answer in group { #expect(answer.hasPrefix("HTTP/1.1 200")) }
      }
    }
  }

  @Test func aShutdownWaitsForTheAnswerUnderWay() async throws {
    let (begun, begins) = AsyncStream.makeStream(of: Void.self)
    let (released, releases) = AsyncStream.makeStream(of: Void.self)
    let operations = FakeOperations {
      begins.yield()
      _ = await released.first { true }
    }
    try await LiveServer.run(operations) { server in
      async let answer = RawPeer(path: server.path).answer(to: "POST /api/v1/sync HTTP/1.1\r\nHost: localhost\r\n\r\n")
      _ = await begun.first { true }
      await server.shutDown()
      releases.yield()
      let text = try await answer
      #expect(text.contains("https://zen.example"))
    }
  }
}
