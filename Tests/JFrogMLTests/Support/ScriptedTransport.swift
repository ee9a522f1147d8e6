import CivilTime
import Foundation
import HTTP
import Synchronization
import Values

@testable import JFrogML

/// Answers requests by a function and remembers them.
final class ScriptedTransport: HTTPTransport {
  typealias Answer = @Sendable (HTTPRequest) throws(HTTPTransportError) -> HTTPResponse

  private let log = Mutex<[HTTPRequest]>([])
  private let answer: Answer

  init(_ answer: @escaping Answer) { self.answer = answer }

  /// Answers with each response in turn, and with the last one from then on.
  convenience init(inTurn responses: HTTPResponse...) {
    let left = Mutex(responses)
    self.init { _ throws(HTTPTransportError) in left.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
  }

  var requests: [HTTPRequest] { log.withLock { $0 } }
  /// `GET /v1/models?limit=25&offset=0`.
  var lines: [String] { requests.map { "\($0.method) \($0.url.dropFirst(base.count))" } }

  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    log.withLock { $0.append(request) }
    return try answer(request)
  }
}

let base = "https://acme.example/ml/api"

func client(
  _ transport: any HTTPTransport, credentials: JFrogMLCredentials = .token("eyJ.secret"), dialect: JFrogMLDialect = .document,
  now: (@Sendable () -> Instant)? = nil
) throws -> JFrogMLClient {
  try JFrogMLClient(baseURL: base, credentials: credentials, transport: transport, dialect: dialect, now: now)
}

extension HTTPResponse {
  static func json(_ text: String) -> HTTPResponse { json(200, text) }

  static func json(_ status: Int, _ text: String, headers: [HTTPHeader] = []) -> HTTPResponse {
    HTTPResponse(status: status, headers: [HTTPHeader("Content-Type", "application/json")] + headers, body: Array(text.utf8))
  }
}

extension HTTPRequest {
  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
  var text: String { String(decoding: body ?? [], as: UTF8.self) }
}

func json(_ text: String) throws -> JSONValue { try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }
