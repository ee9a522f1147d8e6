import Foundation
import Seams

extension ZenMLClient {
  /// The answer to `call`, read as JSON.
  func read<Answer: Decodable>(_ type: Answer.Type, from call: ZenMLCall) async throws(ZenMLError) -> Answer {
    try decode(type, from: try await send(call), to: call)
  }

  func decode<Answer: Decodable>(
    _ type: Answer.Type, from response: HTTPResponse, to call: ZenMLCall
  ) throws(ZenMLError) -> Answer {
    let name = call.described(on: configuration.serverURL)
    if response.looksLikeHTML { throw .notJSON(response, to: name) }
    do {
      return try JSONDecoder().decode(type, from: Data(response.body))
    } catch let error as DecodingError {
      // Text that is no JSON at all has no place in the document.
      guard let problem = error.placeAndProblem else { throw .notJSON(response, to: name) }
      throw ZenMLError(
        .unexpected, "\(name): answered \(response.status) with JSON that cannot be read: \(problem)",
        status: response.status)
    } catch {
      throw .notJSON(response, to: name)
    }
  }
}

extension DecodingError {
  /// `body.status: expected String`; nil when the text is not JSON.
  var placeAndProblem: String? {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context): Self.words(context, context.debugDescription)
    case .keyNotFound(let key, let context): Self.words(context, "'\(key.stringValue)' is missing")
    case .dataCorrupted(let context): context.codingPath.isEmpty ? nil : Self.words(context, context.debugDescription)
    @unknown default: "\(self)"
    }
  }

  private static func words(_ context: Context, _ problem: String) -> String {
    let place = context.codingPath.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    return place.isEmpty ? problem : "\(place): \(problem)"
  }
}
