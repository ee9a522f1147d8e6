import ControlMessages
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
  /// `value` as one JSON document, its keys in alphabetical order so that equal answers are equal bytes.
  static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return json(ByteBuffer(bytes: try encoder.encode(value)), status: status)
  }

  /// What is JSON already.
  static func json(text: String) -> Response { json(ByteBuffer(string: text), status: .ok) }

  private static func json(_ body: ByteBuffer, status: HTTPResponse.Status) -> Response {
    Response(
      status: status,
      headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: body))
  }

  /// The answer, after which the connection is closed: what the peer still sends is not read.
  static func lastWords(_ problem: ControlProblem, to request: Request, on channel: any Channel) throws -> Response {
    var response = try Response.problem(problem, to: request)
    response.headers[.connection] = "close"
    let words = response.body
    response.body = ResponseBody(contentLength: words.contentLength) { writer in
      try await words.write(writer)
      // Queued on the connection's event loop after the words.
      channel.close(promise: nil)
    }
    return response
  }
}

extension ControlProblem.Code {
  /// The status of RFC 9110 section 15 that says it best.
  package var status: HTTPResponse.Status {
    switch self {
    case .notFound: .notFound
    case .ambiguous, .conflict: .conflict
    case .preconditionFailed: .preconditionFailed
    case .keyReused: .unprocessableContent
    case .badRequest: .badRequest
    case .forbidden: .forbidden
    case .unauthorized: .unauthorized
    case .misdirected: .misdirectedRequest
    case .tooManyRequests: .tooManyRequests
    case .tooLarge: .contentTooLarge
    case .unavailable, .unwritten: .serviceUnavailable
    case .failure: .internalServerError
    }
  }
}
