import CivilTime
import HTTP
import Values

extension ZenMLError {
  /// An answer whose status says no.
  ///
  /// - Parameter call: `GET https://zen.example/api/v1/schedules`.
  init(_ response: HTTPResponse, to call: String, hiding secrets: [String], now: Instant) {
    let body = ErrorBody(response)
    let isOfAnother = response.status == 404 && body?.errorClass == nil && !response.hasDetail
    let described = { (words: String?) -> String in
      let what = [body?.errorClass, words].compactMap(\.self).joined(separator: ": ")
      return "\(call): \(response.status)\(what.isEmpty ? "" : " \(what)")\(isOfAnother ? Self.ofAnother : "")"
    }
    self.init(
      isOfAnother ? .unavailable : Self.kind(ofStatus: response.status), described(body?.text.onOneLine(hiding: secrets)),
      status: response.status, serverClass: body?.errorClass, retryAfter: response.retryAfter(now: now),
      wholeDescription: described(body?.text.atLength(hiding: secrets)))
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
  /// Everything that ZenML and its deployments refuse, the paths that they do not know included, they refuse in JSON with a `detail`.
  package var hasDetail: Bool { (try? JSONReader.value(of: body))?["detail"] != nil }

  /// A page for people: ZenML's dashboard answers 200 with one for every path that it does not know.
  package var looksLikeHTML: Bool {
    if let type = header("content-type")?.lowercased() { return type.hasPrefix("text/html") }
    return body.first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: "<")
  }
}

extension String {
  /// Longer messages of a server (tracebacks, whole inputs) are cut: an error is one line.
  private static let shownCharacters = 300
  /// More is not carried to those who look for further secrets in it: a key that begins in what will be shown ends long before.
  private static let carriedCharacters = 16 * 1024

  /// The text as an error may quote it: one line, of bounded length, the secrets replaced.
  package func onOneLine(hiding secrets: [String]) -> String {
    let words = without(secrets).split(whereSeparator: { $0.isWhitespace || $0.unicodeScalars.contains { $0.value < 0x20 } })
    let line = words.joined(separator: " ")
    return line.count > Self.shownCharacters ? "\(line.prefix(Self.shownCharacters))…" : line
  }

  /// The text for those who hide further secrets in it before they shorten it. Its lines stay as they are: a secret may have several.
  package func atLength(hiding secrets: [String]) -> String { String(without(secrets).prefix(Self.carriedCharacters)) }

  private func without(_ secrets: [String]) -> String {
    secrets.reduce(self) { text, secret in secret.isEmpty ? text : text.replacing(secret, with: "…") }
  }
}
