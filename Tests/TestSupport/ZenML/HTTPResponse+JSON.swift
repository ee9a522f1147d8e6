import Foundation
import Scheduling
import Seams

extension HTTPResponse {
  package static func json(_ value: JSONValue) -> HTTPResponse { json(200, value) }

  package static func json(_ status: Int, _ value: JSONValue, headers: [HTTPHeader] = []) -> HTTPResponse {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let body = (try? encoder.encode(value)).map(Array.init) ?? []
    return HTTPResponse(status: status, headers: [HTTPHeader("content-type", "application/json")] + headers, body: body)
  }

  /// As proxies answer, while nothing stands behind them.
  package static func text(_ status: Int, _ text: String) -> HTTPResponse {
    HTTPResponse(status: status, headers: [HTTPHeader("content-type", "text/plain")], body: Array(text.utf8))
  }

  /// The answer to `POST /login`.
  package static func login(_ token: String, expiresIn: Int64? = nil) -> HTTPResponse {
    .json(["access_token": .string(token), "token_type": "bearer", "expires_in": expiresIn.map(JSONValue.integer) ?? .null])
  }
}

extension JSONValue {
  static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
