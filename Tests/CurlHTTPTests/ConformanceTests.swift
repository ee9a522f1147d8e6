import CurlHTTP
import Seams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ConformanceTests {
  @Test func curlKeepsTheSeamsPromises() async throws {
    let servers = Servers()
    let conformance = HTTPTransportConformance { handler in
      (CurlHTTPTransport(), try await servers.start(handler).url)
    }
    #expect(try await conformance.violations() == [])
  }
}

/// Keeps the servers of a suite running until its end.
private actor Servers {
  private var running: [LoopbackServer] = []

  func start(_ handler: @escaping LoopbackServer.Handler) throws -> LoopbackServer {
    let server = try LoopbackServer(handler)
    running.append(server)
    return server
  }
}
