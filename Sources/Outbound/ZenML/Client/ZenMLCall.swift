import Foundation
import Scheduling
import Seams

/// One request of the API, before it is given a server and a token.
struct ZenMLCall: Sendable {
  /// 500 hydrated schedules are about 0.5 MB (measured on 0.98.0); run metadata that others keep on them comes on top.
  static let maximumResponseBytes = 32 * 1024 * 1024

  var method: String
  /// `/schedules`: under `/api/v1`, already encoded.
  var path: String
  var query: [(name: String, value: String)] = []
  var body: [UInt8]?
  var contentType: String?
  /// Makes the server answer a repeated POST with the first answer (0.98, for 300 s). It must be a UUID.
  var idempotencyKey: Identifier?

  static func get(_ path: String, _ query: [(name: String, value: String)] = []) -> ZenMLCall {
    ZenMLCall(method: "GET", path: path, query: query)
  }

  static func post(_ path: String, json: JSONValue, idempotencyKey: Identifier? = nil) -> ZenMLCall {
    ZenMLCall(
      method: "POST", path: path, body: json.utf8, contentType: "application/json", idempotencyKey: idempotencyKey)
  }

  static func post(_ path: String, form: [(name: String, value: String)]) -> ZenMLCall {
    ZenMLCall(
      method: "POST", path: path, body: Array(PercentEncoding.pairs(form).utf8),
      contentType: "application/x-www-form-urlencoded")
  }

  func request(to server: String, token: String?) -> HTTPRequest {
    let query = query.isEmpty ? "" : "?\(PercentEncoding.pairs(query))"
    var headers = [HTTPHeader("Accept", "application/json")]
    if let contentType { headers.append(HTTPHeader("Content-Type", contentType)) }
    if let idempotencyKey { headers.append(HTTPHeader("Idempotency-Key", idempotencyKey.description)) }
    if let token { headers.append(HTTPHeader("Authorization", "Bearer \(token)")) }
    return HTTPRequest(
      method, "\(server)/api/v1\(path)\(query)", headers: headers, body: body,
      maximumResponseBytes: Self.maximumResponseBytes)
  }

  /// `GET https://zen.example/api/v1/schedules`, for errors: without the query.
  func described(on server: String) -> String { "\(method) \(server)/api/v1\(path)" }
}

extension JSONValue {
  /// The value as JSON text, the keys of objects sorted.
  var utf8: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // YAML knows them, JSON does not; a text lets the server say what it thinks of it.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    guard let data = try? encoder.encode(self) else { preconditionFailure("every JSON value encodes") }
    return Array(data)
  }
}
