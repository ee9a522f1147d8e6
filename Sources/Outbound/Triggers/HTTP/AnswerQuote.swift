import Scheduling
import Seams

/// What an answer that says no has to say for itself, as it may stand in a sentence: short, and without secrets.
struct AnswerQuote {
  /// Begins with its punctuation; empty when there is nothing to quote.
  let text: String

  /// In characters.
  private static let longest = 200
  /// So many bytes of an answer are looked at.
  private static let looked = 8 * 1024
  /// Where APIs put their words.
  private static let members = ["detail", "message", "error", "error_description", "title"]

  /// - Parameter secrets: of the request, which a careless target repeats.
  init(_ response: HTTPResponse, to request: HTTPRequest, hiding secrets: SecretMask) {
    let words = Self.words(response, secrets)
    let place = (300...399).contains(response.status) ? Self.target(response, request) : nil
    text = (place.map { "; it leads to \($0)" } ?? "") + (words.isEmpty ? "" : ": \(words)")
  }

  private static func words(_ response: HTTPResponse, _ secrets: SecretMask) -> String {
    guard !response.body.isEmpty, response.body.count <= looked || !secrets.isNeeded else { return "" }
    let raw = String(decoding: response.body.prefix(looked), as: UTF8.self)
    // Nobody reads the source of a page.
    guard raw.first(where: { !$0.isWhitespace }) != "<" else { return "" }
    if let answer = response.body.count <= looked ? response.json : nil {
      let named = members.lazy.compactMap { answer[$0]?.stringValue ?? answer[$0]?["message"]?.stringValue }.first
      if let named { return shown(named, secrets) }
      // Behind an escape a secret may look otherwise than the mask knows it.
      if raw.contains("\\") { return "" }
    }
    return shown(raw, secrets)
  }

  private static func shown(_ text: String, _ secrets: SecretMask) -> String {
    let words = secrets.hidden(in: text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.onOneLine(atMost: longest)
  }

  /// The server of `Location` alone: a path may hold what the request held.
  private static func target(_ response: HTTPResponse, _ request: HTTPRequest) -> String? {
    guard let location = response.header("location"), !location.isEmpty else { return nil }
    let target = HTTPRequest(request.method, URLText.resolved(location, against: request.url)).place
    return String(target.dropFirst(request.method.count + 1))
  }
}
