import Scheduling

extension TriggerReader {
  enum Method: String, CaseIterable { case GET, POST, PUT, PATCH, DELETE, HEAD }

  func http(_ mapping: inout MappingReader) -> HTTPTrigger? {
    var reader = self
    reader.scope = mapping.truth("callback") == true ? .callback : []
    return reader.httpInScope(&mapping)
  }

  private func httpInScope(_ mapping: inout MappingReader) -> HTTPTrigger? {
    let method = method(&mapping, "method")
    let ending = ending(&mapping)
    let url = url(&mapping)
    let headers = headers(&mapping)
    let (body, form) = content(&mapping, method: method)
    let query = texts("query", &mapping)
    let success = success(&mapping)
    let expect = expect(&mapping)
    let timeout = timeoutSeconds(&mapping)
    let connection = connection(&mapping, method: method, ending: ending.value)
    mapping.finish()
    guard let url, ending.isSound else { return nil }
    var trigger = HTTPTrigger(
      url: url, headers: headers, body: body, query: query, form: form, expect: expect, ending: ending.value, connection: connection)
    if let method { trigger.method = method }
    if let success { trigger.success = success }
    if let timeout { trigger.timeoutSeconds = timeout }
    return trigger
  }

  func method(_ mapping: inout MappingReader, _ key: String) -> String? {
    guard let node = mapping.take(key), let text = mapping.text(of: node, key) else { return nil }
    if let method = Method(rawValue: text.uppercased()) { return method.rawValue }
    let known = Method.allCases.map(\.rawValue).joined(separator: ", ")
    log.error("\(key) '\(MappingReader.shown(text))' is not one of \(known)", at: node.place)
    return nil
  }

  // MARK: The URL

  private func url(_ mapping: inout MappingReader) -> String? {
    guard mapping.gives("url") else {
      log.error("an http trigger needs url", at: mapping.place)
      return nil
    }
    guard let node = mapping.take("url"), let url = template(node, "url", in: mapping, scope) else { return nil }
    guard let defect = Self.defect(ofURL: url) else { return url }
    log.error("url \(defect)", at: node.place)
    return nil
  }

  /// What is wrong with a URL, without the URL: it may hold a password.
  static func defect(ofURL url: String) -> String? {
    if isPlainlySound(url) { return nil }
    let plain = withoutTemplates(url)
    return defect(ofPlaceIn: plain) ?? defect(ofCharactersIn: plain)
  }

  private static func defect(ofPlaceIn plain: String) -> String? {
    // What stands for a host, or for all of it, is known when the fire is sent; it is checked then.
    if plain.first == placeholder { return nil }
    guard let scheme = ["http://", "https://"].first(where: { plain.lowercased().hasPrefix($0) }) else {
      return "must begin with http:// or https://"
    }
    let authority = plain.dropFirst(scheme.count).prefix { !"/?#\\".contains($0) }
    if authority.contains("@") {
      return "must not hold a user or password; put credentials into a header with {{env:NAME}} or {{file:PATH}}"
    }
    return authority.contains(placeholder) || URLHost(of: plain) != nil ? nil : "has no host that can be called"
  }

  /// What no request can carry as it stands.
  /// - Parameter plain: a URL `withoutTemplates`, or a part of one.
  static func defect(ofCharactersIn plain: String) -> String? {
    let scalars = plain.unicodeScalars
    if scalars.contains(where: { $0.properties.isWhitespace || $0.properties.generalCategory == .control }) {
      return "must not hold spaces; write %20"
    }
    guard let foreign = scalars.first(where: { !$0.isASCII && Character($0) != placeholder }) else { return nil }
    let encoded = String(foreign).utf8.map { "%" + String($0, radix: 16, uppercase: true) }.joined()
    return "must not hold '\(foreign)'; write \(encoded)"
  }

  /// True for a URL without templates and blanks whose host can be called, as most are; without looking at characters.
  private static func isPlainlySound(_ url: String) -> Bool {
    url.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "{") } && URLHost(of: url) != nil
  }

  static let placeholder: Character = "\u{FFFC}"

  static func withoutTemplates(_ url: String) -> String {
    let parts = (try? Template(parsing: url))?.parts ?? [.text(url)]
    return parts.map { part in
      if case .text(let text) = part { text } else { String(placeholder) }
    }.joined()
  }

  // MARK: Headers

  /// What identifies a fire, and what the transport computes.
  private static let reservedHeaders: Set<String> = ["idempotency-key", "content-length", "transfer-encoding", "connection", "expect"]
  private static let reservedHeaderPrefix = "x-carillon-"

  private func headers(_ mapping: inout MappingReader) -> [String: String] {
    let entries = mapping.entries("headers")
    let reader = mapping
    var headers: [String: String] = [:]
    for entry in entries {
      guard checkHeaderName(entry, others: headers), let value = template(entry.value, "headers.\(entry.key)", in: reader, scope) else {
        continue
      }
      guard !value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\t" }) else {
        log.error("headers.\(entry.key) must be one line", at: entry.value.place)
        continue
      }
      headers[entry.key] = value
    }
    return headers
  }

  private func checkHeaderName(_ entry: YAMLEntry, others: [String: String]) -> Bool {
    let shown = MappingReader.shown(entry.key)
    guard !entry.key.isEmpty, entry.key.utf8.allSatisfy(Self.isTokenByte) else {
      log.error("headers: '\(shown)' is not the name of a header", at: entry.keyPlace)
      return false
    }
    let name = entry.key.lowercased()
    guard !Self.reservedHeaders.contains(name), !name.hasPrefix(Self.reservedHeaderPrefix) else {
      log.error("headers: '\(shown)' is reserved; Carillon sets it itself", at: entry.keyPlace)
      return false
    }
    guard !others.keys.contains(where: { $0.lowercased() == name }) else {
      log.error("headers: '\(shown)' is given twice; upper and lower case are the same", at: entry.keyPlace)
      return false
    }
    return true
  }

  /// RFC 9110 section 5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  // MARK: Statuses

  private func success(_ mapping: inout MappingReader) -> [ClosedRange<Int>]? {
    guard let items = mapping.list("success", example: "[200-299]") else { return nil }
    var ranges: [ClosedRange<Int>] = []
    for item in items {
      guard let text = mapping.text(of: item, "success") else { continue }
      if let range = RangeText.range(text, in: Self.statuses) {
        ranges.append(range)
      } else {
        log.error("success '\(MappingReader.shown(text))' is not a status or a range of them, such as 200 or 200-299", at: item.place)
      }
    }
    if items.isEmpty { log.error("success needs at least one status", at: mapping.keyPlace("success")) }
    return ranges
  }

  /// RFC 9110 section 15.
  private static let statuses = 100...599
}
