import CivilTime
import HTTP
import Values

extension ZenMLError {
  /// An answer whose status says no.
  ///
  /// - Parameter call: `GET https://zen.example/api/v1/schedules`.
  init(_ response: HTTPResponse, to call: String, hiding secrets: [String], now: Instant) {
    let body = ErrorBody(response)
    let words = body.map { $0.text.onOneLine(hiding: secrets) }
    let what = [body?.errorClass, words].compactMap(\.self).joined(separator: ": ")
    let isOfAnother = response.status == 404 && body?.errorClass == nil && !response.hasDetail
    self.init(
      isOfAnother ? .unavailable : Self.kind(ofStatus: response.status),
      "\(call): \(response.status)\(what.isEmpty ? "" : " \(what)")\(isOfAnother ? Self.ofAnother : "")",
      status: response.status, serverClass: body?.errorClass, retryAfter: response.retryAfter(now: now))
  }

  /// A good status with something else than JSON.
  static func notJSON(_ response: HTTPResponse, to call: String) -> ZenMLError {
    let kind = response.looksLikeHTML ? "HTML: is the /api/v1 prefix or the URL right?" : "something that is not JSON"
    return ZenMLError(.unexpected, "\(call): answered \(response.status) with \(kind)", status: response.status)
  }

  private static let ofAnother = " (not as ZenML answers: by a proxy whose server is away, or is the URL that of something else?)"

  private static func kind(ofStatus status: Int) -> Kind {
    switch status {
    case 401: .credentials
    case 404: .notFound
    case 409: .conflict
    case 429, 502, 503, 504: .unavailable
    case 400..<500: .refused
    default: .unexpected
    }
  }
}

extension HTTPResponse {
  /// Everything that ZenML refuses, the paths that it does not know included, it refuses in JSON with a `detail`.
  fileprivate var hasDetail: Bool { (try? JSONReader.value(of: body))?["detail"] != nil }

  /// A page for people: ZenML's dashboard answers 200 with one for every path that it does not know.
  package var looksLikeHTML: Bool {
    if let type = header("content-type")?.lowercased() { return type.hasPrefix("text/html") }
    return body.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "<")
  }
}

extension String {
  /// Longer messages of a server (tracebacks, whole inputs) are cut: an error is one line.
  private static let shownCharacters = 300

  /// The text as an error may quote it: one line, of bounded length, the secrets replaced.
  package func onOneLine(hiding secrets: [String]) -> String {
    var text = self
    for secret in secrets where !secret.isEmpty { text = text.replacing(secret, with: "…") }
    let words = text.split(whereSeparator: { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 0x20 } })
    let line = words.joined(separator: " ")
    return line.count > Self.shownCharacters ? "\(line.prefix(Self.shownCharacters))…" : line
  }
}
