import CurlHTTP
import HTTP
import TestSupport
import Values

@testable import ZenML

/// What a real server says of itself in its OpenAPI document.
struct ServersOwnDocument {
  private let paths: JSONValue

  init(url: String) async throws {
    let response = try await PatientTransport(CurlHTTPTransport()).send(HTTPRequest("GET", "\(url)/openapi.json"))
    paths = try JSONReader.value(of: response.body)["paths"] ?? .null
  }

  /// The query parameters of a list.
  func parameters(of path: String) -> Set<String> {
    Set((paths[path]?["get"]?["parameters"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue })
  }
}
