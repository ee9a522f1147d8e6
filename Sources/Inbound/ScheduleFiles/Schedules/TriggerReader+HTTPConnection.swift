import Scheduling

/// How an http request travels.
extension TriggerReader {
  private static let connectTimeoutRange: ClosedRange<Duration> = .seconds(1) ... .seconds(600)
  /// An answer is held in memory as a whole.
  private static let largestAnswerLimit = 256 << 20

  /// Nil when nothing is said about it.
  func connection(_ mapping: inout MappingReader, method: String?, ending: HTTPEnding?) -> HTTPConnection? {
    var connection = HTTPConnection()
    connection.connectTimeoutSeconds = wholeSeconds("connect_timeout", &mapping, in: Self.connectTimeoutRange)
    connection.largestAnswerBytes = largestAnswer(&mapping)
    connection.followsRedirects = redirects(&mapping, method: method, ending: ending)
    if let tls = mapping.mapping("tls") { readIdentity(tls, into: &connection) }
    connection.proxy = proxy(&mapping)
    return connection == HTTPConnection() ? nil : connection
  }

  private func largestAnswer(_ mapping: inout MappingReader) -> Int? {
    guard let bytes = mapping.byteCount("max_answer", atLeast: 1, written: "1B") else { return nil }
    if bytes <= Self.largestAnswerLimit { return bytes }
    log.error("max_answer is above \(Self.largestAnswerLimit >> 20)MiB", at: mapping.keyPlace("max_answer"))
    return nil
  }

  private func redirects(_ mapping: inout MappingReader, method: String?, ending: HTTPEnding?) -> Bool? {
    guard let follows = mapping.truth("redirects") else { return nil }
    // The status of accepted work is asked for by GET.
    var isPossible = ["GET", "HEAD"].contains(method ?? "POST")
    if case .polled? = ending { isPossible = true }
    if !follows || isPossible { return follows }
    log.error(
      "redirects are followed with method: GET or HEAD only: any other request might be made twice", at: mapping.keyPlace("redirects"))
    return nil
  }

  // MARK: TLS

  private func readIdentity(_ reader: MappingReader, into connection: inout HTTPConnection) {
    var mapping = reader
    connection.authoritiesFile = pemFile("ca_file", &mapping)
    connection.certificateFile = pemFile("cert_file", &mapping)
    connection.keyFile = pemFile("key_file", &mapping)
    if mapping.gives("key_file"), !mapping.gives("cert_file") {
      log.error("key_file belongs to cert_file, which is missing", at: mapping.keyPlace("key_file"))
    }
    mapping.finish()
  }

  private func pemFile(_ key: String, _ mapping: inout MappingReader) -> String? {
    guard let node = mapping.take(key), let path = mapping.text(of: node, key) else { return nil }
    if path.hasPrefix("/") { return path }
    log.error("\(key) '\(MappingReader.shown(path))' must be an absolute path", at: node.place)
    return nil
  }

  // MARK: Proxy

  private func proxy(_ mapping: inout MappingReader) -> String? {
    guard let node = mapping.take("proxy"), let proxy = template(node, "proxy", in: mapping) else { return nil }
    guard let defect = Self.defect(ofProxy: proxy) else { return proxy }
    log.error("proxy \(defect)", at: node.place)
    return nil
  }

  /// What is wrong with it, without the URL: it may hold a password.
  private static func defect(ofProxy proxy: String) -> String? {
    let plain = withoutTemplates(proxy)
    guard let at = plain.lastIndex(of: "@"), let slashes = plain.firstIndex(of: "/") else { return defect(ofURL: proxy) }
    let password = plain[slashes..<at].split(separator: ":", maxSplits: 1).dropFirst().first ?? ""
    guard password == String(placeholder) else { return "must give its password by reference: http://user:{{file:PATH}}@host:port" }
    return defect(ofURL: plain[..<slashes] + "//" + plain[plain.index(after: at)...])
  }
}
