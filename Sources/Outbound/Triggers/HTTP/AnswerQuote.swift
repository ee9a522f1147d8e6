import Scheduling
import Seams

/// What an answer that says no has to say for itself, as it may stand in a sentence: short, and without secrets.
struct AnswerQuote {
  /// Begins with its punctuation; empty when there is nothing to quote.
  let text: String

  /// In characters.
  private static let longest = 200
  /// In bytes. Of a longer answer nothing is quoted, so that no end is cut off what has to be hidden.
  private static let longestAnswer = 8 * 1024
  /// Where APIs put their words.
  private static let members = ["detail", "message", "error", "error_description", "title"]

  /// - Parameter secrets: of the request, which a careless target repeats.
  init(_ response: HTTPResponse, to request: HTTPRequest, hiding secrets: SecretMask) {
    let words = secrets.isFull ? "" : Self.words(response).map { Self.shown($0, secrets) } ?? ""
    let place = (300...399).contains(response.status) ? Self.target(response, request) : nil
    text = (place.map { "; it leads to \($0)" } ?? "") + (words.isEmpty ? "" : ": \(words)")
  }

  private static func words(_ response: HTTPResponse) -> String? {
    guard !response.body.isEmpty, response.body.count <= longestAnswer else { return nil }
    // Of JSON only what is known to be words: many put the request beside them.
    if let answer = response.json { return members.lazy.compactMap { words(answer[$0]) }.first }
    let raw = String(decoding: response.body, as: UTF8.self)
    // Nobody reads the source of a page, and what looks like broken JSON is none of the target's words.
    guard let first = raw.first(where: { !$0.isWhitespace }), !"<{[".contains(first) else { return nil }
    return raw
  }

  /// A text, the message of an error, or the first of FastAPI's problems.
  private static func words(_ value: JSONValue?) -> String? {
    value?.stringValue ?? value?["message"]?.stringValue ?? value?.arrayValue?.first?["msg"]?.stringValue
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
