import ControlMessages
import HTTPTypes
import Hummingbird

/// A problem as RFC 9457 writes one, with our `code` and `candidates` besides.
struct ProblemDocument: Encodable {
  static let mediaType = "application/problem+json"

  let problem: ControlProblem
  let status: HTTPResponse.Status
  /// The path that was asked for.
  let instance: String

  enum CodingKeys: String, CodingKey { case type, title, status, instance }

  func encode(to encoder: any Encoder) throws {
    try problem.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    // RFC 9457 section 4.2.1: the problem means no more than its status; `code` is for programs.
    try values.encode("about:blank", forKey: .type)
    try values.encode(status.reasonPhrase, forKey: .title)
    try values.encode(status.code, forKey: .status)
    try values.encode(instance, forKey: .instance)
  }
}

extension Response {
  static func problem(_ problem: ControlProblem, to request: Request, status: HTTPResponse.Status? = nil) throws -> Response {
    let status = status ?? problem.code.status
    var response = try json(ProblemDocument(problem: problem, status: status, instance: request.uri.path), status: status)
    response.headers[.contentType] = ProblemDocument.mediaType
    return response
  }
}
