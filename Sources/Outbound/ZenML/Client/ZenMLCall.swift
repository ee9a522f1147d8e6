import Foundation
import HTTP
import Values

/// One request of the API, before it is given a server and a token.
struct ZenMLCall: Sendable {
  /// 500 hydrated schedules are about 0.5 MB (measured on 0.98.0); run metadata that others keep on them comes on top.
  static let maximumResponseBytes = 32 * 1024 * 1024

  enum Content: Sendable {
    case none
    case json(JSONValue)
    case form([(name: String, value: String)])
  }

  var method: String
  /// `/schedules`: under `/api/v1`, already encoded.
  var path: String
  var query: [(name: String, value: String)] = []
  var content = Content.none
  /// Makes the server answer a repeated POST with the first answer (0.98, for 300 s). It must be a UUID.
  var idempotencyKey: Identifier?
  /// What the call is a part of, for those who trace (W3C Trace Context).
  var traceparent: String?

  static func get(_ path: String, _ query: [(name: String, value: String)] = []) -> ZenMLCall {
    ZenMLCall(method: "GET", path: path, query: query)
  }

  static func post(
    _ path: String, _ query: [(name: String, value: String)] = [], json: JSONValue? = nil, idempotencyKey: Identifier = .random(),
    traceparent: String? = nil
  ) -> ZenMLCall {
    let content = json.map(Content.json) ?? .none
    return ZenMLCall(
      method: "POST", path: path, query: query, content: content, idempotencyKey: idempotencyKey, traceparent: traceparent)
  }

  /// Without a key: what logs in twice gets two tokens, and needs them.
  static func post(_ path: String, form: [(name: String, value: String)]) -> ZenMLCall {
    ZenMLCall(method: "POST", path: path, content: .form(form))
  }

  static func put(_ path: String, _ query: [(name: String, value: String)] = [], json: JSONValue? = nil) -> ZenMLCall {
    ZenMLCall(method: "PUT", path: path, query: query, content: json.map(Content.json) ?? .none)
  }

  static func delete(_ path: String, _ query: [(name: String, value: String)] = []) -> ZenMLCall {
    ZenMLCall(method: "DELETE", path: path, query: query)
  }

  func request(to configuration: ZenMLConfiguration, token: String?) -> HTTPRequest {
    let query = query.isEmpty ? "" : "?\(PercentEncoding.pairs(query))"
    var headers = [HTTPHeader("Accept", "application/json")]
    let body = content.encoded
    if let body { headers.append(HTTPHeader("Content-Type", body.type)) }
    if let idempotencyKey { headers.append(HTTPHeader("Idempotency-Key", idempotencyKey.description)) }
    if let traceparent { headers.append(HTTPHeader("traceparent", traceparent)) }
    if let token { headers.append(HTTPHeader("Authorization", "Bearer \(token)")) }
    return HTTPRequest(
      method, "\(configuration.serverURL)/api/v1\(path)\(query)", headers: headers, body: body?.bytes, timeouts: configuration.timeouts,
      maximumResponseBytes: Self.maximumResponseBytes)
  }

  /// `GET https://zen.example/api/v1/schedules`, for errors: without the query.
  func described(on server: String) -> String { "\(method) \(server)/api/v1\(path)" }
}

extension ZenMLCall.Content {
  fileprivate var encoded: (type: String, bytes: [UInt8])? {
    switch self {
    case .none: nil
    case .json(let value): ("application/json", value.utf8)
    case .form(let pairs): ("application/x-www-form-urlencoded", Array(PercentEncoding.pairs(pairs).utf8))
    }
  }
}

extension JSONValue {
  /// The value as JSON text, the keys of objects sorted.
  package var utf8: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // YAML knows them, JSON does not; a text lets the server say what it thinks of it.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    guard let data = try? encoder.encode(self) else { preconditionFailure("every JSON value encodes") }
    return Array(data)
  }
}
