import Scheduling
import Seams

/// Where the status of accepted work is asked for. Outlives the daemon as the fire's run id.
struct StatusURL {
  /// To be called.
  let url: String
  /// To be written down: secrets stand in it as the references that they came from, and are filled in again each time.
  let stored: String

  /// Longer ones are no addresses but data.
  private static let lengthLimit = 2048

  /// What `polling` makes of the first answer.
  init(of polling: StatusPolling, in response: HTTPResponse, to requestURL: String, _ rendering: HTTPRendering) throws(RenderingError) {
    let answer = AnswerText(response: response, requestURL: requestURL, statusURL: nil, secrets: rendering.secrets)
    (url, stored) = try LaterURL(polling.url, answer, rendering).texts
    guard stored.utf8.count <= Self.lengthLimit else {
      throw RenderingError("follow.status_url would be longer than \(Self.lengthLimit) characters")
    }
  }

  /// From what was written down.
  init(stored: String, _ rendering: HTTPRendering) throws(RenderingError) {
    self.stored = stored
    var mask = SecretMask()
    var url = ""
    for part in try TemplateRenderer.parts(of: stored) { url += try rendering.renderer.value(of: part, noting: &mask) }
    self.url = url
  }
}

/// A URL that is called after an answer, and may read it.
struct LaterURL {
  /// As it is called, and as it may be written down.
  let texts: (url: String, stored: String)

  init(_ template: String, _ answer: AnswerText, _ rendering: HTTPRendering) throws(RenderingError) {
    let parts = try TemplateRenderer.parts(of: template)
    var secrets = SecretMask()
    var (url, stored) = ("", "")
    for part in parts {
      if let text = try answer.text(of: part, isWhole: parts.count == 1) {
        url += text.url
        stored += text.stored
      } else {
        let value = try rendering.renderer.value(inURL: part, noting: &secrets)
        url += value
        stored += part.isSecret ? part.written : value
      }
    }
    if URLText.isRelative(url) {
      url = URLText.resolved(url, against: answer.requestURL)
      stored = URLText.resolved(stored, against: answer.requestURL)
    }
    try LaterHosts(rendering.http, template).check(url)
    guard URLText.isCarriable(url) else {
      throw RenderingError("it would hold a character that no URL may hold: percent-encode what is no printable ASCII")
    }
    guard let stored = rendering.secrets.referring(stored) else {
      throw RenderingError("it would hold a secret that is no reference, which must not be written down")
    }
    texts = (url, stored)
  }
}

/// What an answer says where templates ask it.
struct AnswerText {
  let response: HTTPResponse
  /// What relative references in it are relative to.
  let requestURL: String
  /// For requests that come after the status URL is known.
  let statusURL: (url: String, stored: String)?
  let secrets: SecretMask

  /// Nil for parts that read no answer.
  /// - Parameter isWhole: the part is the whole URL, which the answer may give as it likes; else it is data within one.
  func text(of part: Template.Part, isWhole: Bool) throws(RenderingError) -> (url: String, stored: String)? {
    let said: String
    switch part {
    case .statusURL: return statusURL
    case .answerHeader(let name):
      guard let value = response.header(name) else { throw RenderingError("\(part.written): the answer has no such header") }
      said = value
    case .answer(let path):
      guard let answer = response.json else { throw RenderingError("\(part.written): the answer is no JSON") }
      let value = path.value(in: answer)
      // Its digits may not be those that the answer has, and another address would be asked.
      if case .number? = value {
        throw RenderingError("\(part.written): the answer's number there is no whole one that can be kept exactly")
      }
      guard let text = value?.plainText else { throw RenderingError("\(part.written): the answer has no text or number there") }
      said = text
    case .text, .variable, .environment, .file, .credential, .secret, .callbackURL: return nil
    }
    let url = isWhole ? URLText.resolved(URLText.carriableLiteral(said), against: requestURL) : URLText.encoded(said, keeping: "/")
    guard let stored = secrets.referring(url) else {
      throw RenderingError("\(part.written): the answer repeats a secret there, which must not be written down")
    }
    return (url, stored)
  }
}

extension JSONValue {
  /// Of what is no object, list or null.
  var plainText: String? {
    switch self {
    case .string(let text): text
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .bool(let value): String(value)
    case .null, .array, .object: nil
    }
  }
}

/// To which servers requests may go whose URLs an answer has a part in: those that the trigger names itself. An answer must
/// not send a trigger's credentials elsewhere.
struct LaterHosts {
  private let origins: Set<String>

  /// - Parameters:
  ///   - http: with its own URL filled in.
  ///   - template: of the later URL.
  init(_ http: HTTPTrigger, _ template: String) {
    origins = Set([Self.origin(of: http.url), Self.literalOrigin(of: template)].compactMap { $0 })
  }

  func check(_ url: String) throws(RenderingError) {
    guard let origin = Self.origin(of: url) else { throw RenderingError("it is no http or https URL") }
    guard origins.contains(origin) else {
      throw RenderingError(
        "it leads to \(origin.onOneLine(atMost: 100)), which the trigger does not name: an answer may not choose the server")
    }
  }

  private static func origin(of url: String) -> String? {
    URLHost(of: url).map { "\(url.prefix { $0 != ":" }.lowercased())://\($0.nameAndPort)" }
  }

  /// Of a template whose host is there before any variable begins.
  private static func literalOrigin(of template: String) -> String? {
    guard case .text(let text)? = (try? Template(parsing: template))?.parts.first else { return nil }
    let authority = text.drop { $0 != ":" }.dropFirst(3)
    guard authority.contains("/") || text == template else { return nil }
    return origin(of: text)
  }
}
