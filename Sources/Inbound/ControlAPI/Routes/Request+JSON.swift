import ControlMessages
import FoundationEssentials
import Hummingbird
import NIOCore
import Values

extension Request {
  /// The body as a message; `BodyLimit` has read it already, and bounds it.
  func json<Message: Decodable>(_ type: Message.Type) async throws -> Message {
    let body = try await body.collect(upTo: .max)
    do {
      return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
    } catch let error as DecodingError {
      throw ControlProblem(.badRequest, "\(uri.path): the body is not what is needed here: \(error.sentence)")
    }
  }

  /// Nothing has to be sent here; what is sent all the same is JSON or a browser's proof, or somebody meant another request.
  func noMessage() async throws {
    let body = try await body.collect(upTo: .max)
    guard body.readableBytes > 0, !String(buffer: body).hasPrefix("csrf=") else { return }
    guard (try? JSONDecoder().decode(JSONValue.self, from: Data(body.readableBytesView))) == nil else { return }
    throw ControlProblem(.badRequest, "\(uri.path): the body is no JSON, and none is needed here; nothing was done: send it without a body")
  }
}

extension DecodingError {
  /// Which field is wrong, without Swift's own words.
  fileprivate var sentence: String {
    switch self {
    case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context): "'\(Self.name(context))' has another type"
    case .dataCorrupted(let context):
      context.codingPath.isEmpty ? "it is no JSON" : "'\(Self.name(context))' cannot be read"
    @unknown default: "it cannot be read"
    }
  }

  private static func name(_ context: Context) -> String { context.codingPath.map(\.stringValue).joined(separator: ".") }
}
