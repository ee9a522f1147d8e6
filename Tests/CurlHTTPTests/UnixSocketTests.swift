import CurlHTTP
import Foundation
import Seams
import TestSupport
import Testing

/// Requests to a Unix socket: the URL is a matter of form.
@Suite(.timeLimit(.minutes(5)))
final class UnixSocketTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "curl-\(UUID().uuidString.prefix(8))")
  private let transport = CurlHTTPTransport()

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private func request(_ url: String, socket: String) -> HTTPRequest {
    var request = HTTPRequest("GET", url)
    request.unixSocketPath = socket
    return request
  }

  @Test func theSocketDecidesWhoAnswers() async throws {
    let sockets = ["a.sock", "b.sock"].map { folder.appending(path: $0).path }
    let servers = try sockets.enumerated().map { number, path in
      try LoopbackServer(unixSocketPath: path) { _ in .response(200 + number) }
    }
    for _ in 1...2 {
      for (number, path) in sockets.enumerated() {
        #expect(try await transport.send(request("http://localhost/x", socket: path)).status == 200 + number)
      }
    }
    #expect(servers.map(\.requests.count) == [2, 2])
    #expect(servers[0].requests.map { $0.header("Host") } == ["localhost", "localhost"])
  }

  @Test func aHostThatDoesNotExistIsNotLookedUp() async throws {
    let path = folder.appending(path: "s").path
    let server = try LoopbackServer(unixSocketPath: path) { _ in .response(204) }
    #expect(try await transport.send(request("http://nowhere.invalid/", socket: path)).status == 204)
    #expect(server.connections == 1)
  }

  @Test func aSocketThatIsNotThereIsAConnectFailure() async {
    let error = await transport.failure(of: request("http://localhost/", socket: folder.appending(path: "no").path))
    #expect(error?.kind == .connect)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test(arguments: ["", String(repeating: "s", count: 108), "a\u{0}b"])
  func aPathThatNoSocketCanHaveIsRefused(path: String) async {
    #expect(await transport.failure(of: request("http://localhost/", socket: path))?.kind == .invalidRequest)
  }
}
