import Foundation
import HTTP
import Values

extension JFrogMLError {
  /// An answer whose status says no.
  ///
  /// - Parameter call: `GET https://acme.jfrog.io/ml/api/v1/models`.
  init(_ response: HTTPResponse, to call: String, hiding secrets: [String], retryAfter: Duration?) {
    let words = ErrorWords.of(response) ?? ""
    // A page or a line of text is of a proxy whose server is away.
    let isOfAnother = response.status == 404 && !response.body.isEmpty && !response.isJSON
    let described = { (words: String) -> String in
      "\(call): \(response.status)\(words.isEmpty ? "" : " \(words)")\(isOfAnother ? " (not in JSON: is its server away?)" : "")"
    }
    self.init(
      isOfAnother ? .unavailable : Self.kind(ofStatus: response.status), described(words.onOneLine(hiding: secrets)),
      status: response.status, retryAfter: retryAfter, wholeDescription: described(words.atLength(hiding: secrets)))
  }

  /// A good status with something else than JSON.
  static func notJSON(_ response: HTTPResponse, to call: String) -> JFrogMLError {
    let what = response.looksLikeHTML ? "HTML: is the URL right, with /ml/api?" : "something that is not JSON"
    return JFrogMLError(.unexpected, "\(call): answered \(response.status) with \(what)", status: response.status)
  }

  private static func kind(ofStatus status: Int) -> Kind {
    switch status {
    case 401: .credentials
    case 403: .forbidden
    case 404: .notFound
    case 408, 425, 429: .busy
    case 409: .conflict
    case 502, 503, 504: .unavailable
    case 300..<500: .refused
    default: .unexpected
    }
  }
}

/// What the body of an answer says about a refusal. The document does not say what that looks like; read are
/// `{"errors": [{"message": "…"}]}`, as other APIs of the JFrog Platform answer, `{"message": …}`, `{"error": …}`, `{"detail": …}`,
/// and plain text.
enum ErrorWords {
  private static let keys = ["errors", "error", "message", "detail", "msg"]

  /// Nil when the body says nothing that a person could read.
  static func of(_ response: HTTPResponse) -> String? {
    if let value = try? JSONDecoder().decode(JSONValue.self, from: Data(response.body)) { return words(in: value) }
    return response.looksLikeHTML ? nil : String(validating: response.body, as: UTF8.self)
  }

  private static func words(in value: JSONValue) -> String? {
    switch value {
    case .string(let text): return text
    case .array(let items):
      let texts = items.compactMap(words)
      return texts.isEmpty ? nil : texts.joined(separator: "; ")
    case .object: return keys.lazy.compactMap { value[$0].flatMap(words) }.first
    case .null, .bool, .integer, .number: return nil
    }
  }
}

extension HTTPResponse {
  fileprivate var isJSON: Bool { (try? JSONDecoder().decode(JSONValue.self, from: Data(body))) != nil }

  /// A page for people, such as a gateway's.
  fileprivate var looksLikeHTML: Bool {
    if let type = header("content-type")?.lowercased() { return type.hasPrefix("text/html") }
    return body.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "<")
  }
}

extension String {
  /// Longer messages of a server are cut: an error is one line.
  private static let shownCharacters = 300
  /// More is not carried to those who look for further secrets in it: a key that begins in what will be shown ends long before.
  private static let carriedCharacters = 16 * 1024

  /// The text as an error may quote it: one line, of bounded length, the secrets replaced.
  func onOneLine(hiding secrets: [String] = []) -> String {
    let words = without(secrets).split(whereSeparator: { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 0x20 } })
    let line = words.joined(separator: " ")
    return line.count > Self.shownCharacters ? "\(line.prefix(Self.shownCharacters))…" : line
  }

  /// The text for those who hide further secrets in it before they shorten it. Its lines stay as they are: a secret may have several.
  func atLength(hiding secrets: [String]) -> String { String(without(secrets).prefix(Self.carriedCharacters)) }

  private func without(_ secrets: [String]) -> String {
    secrets.reduce(self) { text, secret in secret.isEmpty ? text : text.replacing(secret, with: "…") }
  }
}
