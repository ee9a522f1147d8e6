import TestSupport

/// An HTTP API that notes who was sent to it. A request's path says what becomes of it: `/hold/…` never gets an answer,
/// `/down/…` gets a 503, all others a 200.
final class RecordingTarget: Sendable {
  private let server: LoopbackServer

  init() throws {
    server = try LoopbackServer { request in
      if request.target.hasPrefix("/hold/") { return .hold }
      if request.target.hasPrefix("/down/") { return .response(503, body: "down") }
      return .response(200, body: "accepted")
    }
  }

  var host: String { "127.0.0.1:\(server.port)" }

  func url(_ path: String) -> String { "\(server.url)\(path)" }

  func requests(_ path: String) -> [LoopbackRequest] { server.requests.filter { $0.target == path } }

  /// The identities that came to that path, one for each request.
  func keys(_ path: String) -> [String] { requests(path).compactMap { $0.header("Idempotency-Key") } }

  /// The due instants that came to that path, one for each request.
  func dues(_ path: String) -> [String] { requests(path).compactMap { $0.header("X-Carillon-Due") } }
}
