import FoundationEssentials
import Scheduling

/// What of a request a quote of its answer must not repeat. Wider than what a status URL may not hold: a target that says no likes to say
/// what to, and somebody may have written a credential wherever there was room.
extension SecretMask {
  /// More is not looked for; see `isFull`.
  private static let most = 200
  /// Shorter parts of a path are words.
  private static let shortestPart = 8
  private static let harmlessHeaders: Set<String> = ["accept", "content-type", "user-agent"]

  /// So much would have to be hidden that nothing should be shown.
  var isFull: Bool { count >= Self.most }

  mutating func addEverything(of http: HTTPTrigger) {
    for (name, value) in http.headers where !Self.harmlessHeaders.contains(name.lowercased()) { addHeader(value) }
    addURL(http.url)
    for values in [http.query ?? [:], http.form ?? [:]] { values.values.forEach { addWritten($0) } }
    if let body = http.body { add(body, isCredential: false) }
  }

  // MARK: Headers

  /// `Bearer abc`, `a=b; c=d`, and what `Basic` holds.
  private mutating func addHeader(_ value: String) {
    addWritten(value)
    let parts = value.split { " ;,".contains($0) }
    for part in parts {
      addWritten(part)
      if let sign = part.firstIndex(of: "=") { addWritten(part[part.index(after: sign)...].filter { $0 != "\"" }) }
    }
    guard parts.count == 2, parts[0].lowercased() == "basic", let bytes = Data(base64Encoded: String(parts[1])) else { return }
    addUser(String(decoding: bytes, as: UTF8.self))
  }

  /// - Parameter text: `name:password`.
  private mutating func addUser(_ text: String) {
    addWritten(text)
    addWritten(Data(text.utf8).base64EncodedString())
    if let colon = text.firstIndex(of: ":") { addWritten(text[text.index(after: colon)...]) }
  }

  // MARK: URLs

  /// User, path and query; the host is named anyhow.
  private mutating func addURL(_ url: String) {
    let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    let authority = rest.prefix { !"/?#".contains($0) }
    if let end = authority.lastIndex(of: "@") { addUser(URLText.decoded(authority[..<end])) }
    let target = rest.dropFirst(authority.count).prefix { $0 != "#" }
    let path = target.prefix { $0 != "?" }
    for part in [target, path] + path.split(separator: "/") where part.utf8.count >= Self.shortestPart { addWritten(part) }
    for pair in target.dropFirst(path.count + 1).split(separator: "&") {
      addWritten(pair.firstIndex(of: "=").map { pair[pair.index(after: $0)...] } ?? pair)
    }
  }

  // MARK: Bodies

  /// What stands below a name that tells a credential is one, however deep.
  private mutating func add(_ value: JSONValue, isCredential: Bool, isWhole: Bool = true) {
    guard !isFull else { return }
    switch value {
    case .string(let text):
      if isCredential { addWritten(text) } else { addParts(of: text, isWhole: isWhole) }
      if let inner = Self.json(in: text) { add(inner, isCredential: isCredential, isWhole: false) }
    case .integer(let number): if isCredential { addWritten(String(number)) }
    case .array(let items): for item in items { add(item, isCredential: isCredential, isWhole: false) }
    case .object(let members):
      for (name, value) in members { add(value, isCredential: isCredential || Self.isCredential(name), isWhole: false) }
    case .null, .bool, .number: break
    }
  }

  /// A text may be anything: what it gives to a name is hidden, and where it is the whole body all its longer parts are.
  private mutating func addParts(of text: String, isWhole: Bool) {
    for part in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber && !"-_.~+/".contains($0) }) {
      guard !isFull else { return }
      if isWhole && part.utf8.count >= Self.shortestPart || Self.isGiven(part, in: text) { addWritten(part) }
    }
  }

  /// Whether `part` stands behind `=` or `:`. What a URL begins with does not.
  private static func isGiven(_ part: Substring, in text: String) -> Bool {
    let sign = text[..<part.startIndex].last { !$0.isWhitespace && !"\"'\\".contains($0) }
    return sign == "=" || sign == ":" && !part.hasPrefix("//")
  }

  /// Nil for a text that is no object and no list.
  private static func json(in text: String) -> JSONValue? {
    guard let first = text.first(where: { !$0.isWhitespace }), "{[".contains(first) else { return nil }
    return try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
  }

  /// As it is written, and as it is meant.
  private mutating func addWritten(_ text: some StringProtocol) {
    guard !isFull else { return }
    add(String(text), writtenAs: nil)
    guard text.contains("%") || text.contains("+") else { return }
    add(URLText.decoded(text), writtenAs: nil)
    add(URLText.decoded(String(text).replacing("+", with: " ")), writtenAs: nil)
  }
}
