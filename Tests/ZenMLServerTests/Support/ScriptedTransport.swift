import Seams
import Synchronization

/// Answers requests by a function and remembers them.
final class ScriptedTransport: HTTPTransport {
  typealias Answer = @Sendable (HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse

  private let log = Mutex<[HTTPRequest]>([])
  private let answer: Answer

  init(_ answer: @escaping Answer) { self.answer = answer }

  /// Answers with each response in turn, and with the last one from then on.
  convenience init(inTurn responses: [HTTPResponse]) {
    let left = Mutex(responses)
    self.init { (_) async throws(HTTPTransportError) in left.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] } }
  }

  var requests: [HTTPRequest] { log.withLock { $0 } }

  /// How many requests had a URL that contains `text`.
  func count(_ text: String) -> Int { requests.count { $0.url.contains(text) } }

  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    log.withLock { $0.append(request) }
    return try await answer(request)
  }
}

extension HTTPRequest {
  var text: String { String(decoding: body ?? [], as: UTF8.self) }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
