import Foundation
import HTTP
import Values

/// One request of the API, before it is given a server and credentials.
struct JFrogMLCall: Sendable {
  var method: String
  /// `/models/1`: under `/v1`, already encoded.
  var path: String
  var query: [(name: String, value: String)] = []
  var body: JSONValue?
  /// Sent in the dialect `.server` only.
  var idempotencyKey: Identifier?
  /// What the call is a part of, for those who trace (W3C Trace Context).
  var traceparent: String?

  /// - Throws: for an element that is no name of a resource: it would lead to another path.
  init(
    _ method: String, _ elements: [String], query: [(name: String, value: String)] = [], body: JSONValue? = nil,
    idempotencyKey: Identifier? = nil
  ) throws(JFrogMLError) {
    if let wrong = elements.first(where: { ["", ".", ".."].contains($0) }) {
      throw JFrogMLError(.refused, "\(method) of \(elements.first ?? "nothing"): '\(wrong)' is not an id", mayHaveBeenSent: false)
    }
    self.method = method
    path = elements.map { "/\(PercentEncoding.encode($0))" }.joined()
    self.query = query
    self.body = body
    self.idempotencyKey = idempotencyKey
  }

  func request(of client: JFrogMLClient) -> HTTPRequest {
    var headers = [HTTPHeader("Accept", "application/json")]
    if body != nil { headers.append(HTTPHeader("Content-Type", "application/json")) }
    if client.dialect == .server, method == "POST" {
      headers.append(HTTPHeader("Idempotency-Key", (idempotencyKey ?? .random()).description))
    }
    if let traceparent { headers.append(HTTPHeader("traceparent", traceparent)) }
    headers.append(client.credentials.authorization)
    let query = query.isEmpty ? "" : "?\(PercentEncoding.pairs(query))"
    return HTTPRequest(
      method, "\(client.baseURL)/v1\(path)\(query)", headers: headers, body: body?.jsonText, timeouts: client.timeouts,
      maximumResponseBytes: JFrogMLClient.maximumResponseBytes)
  }

  /// `GET https://acme.jfrog.io/ml/api/v1/models`, for errors: without the query.
  func described(on baseURL: String) -> String { "\(method) \(baseURL)/v1\(path)" }
}

extension JSONValue {
  /// The value as JSON text, the keys of objects sorted.
  package var jsonText: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // JSON has no such numbers; a text lets the server say what it thinks of it.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    guard let data = try? encoder.encode(self) else { preconditionFailure("every JSON value encodes") }
    return Array(data)
  }
}

/// Percent-encoding of RFC 3986: everything but the unreserved characters of its section 2.3.
enum PercentEncoding {
  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

  static func encode(_ text: String) -> String {
    guard let encoded = text.addingPercentEncoding(withAllowedCharacters: unreserved) else {
      preconditionFailure("a String is valid Unicode and can be encoded")
    }
    return encoded
  }

  /// `name=value&name=value`.
  static func pairs(_ pairs: [(name: String, value: String)]) -> String {
    pairs.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
  }
}
