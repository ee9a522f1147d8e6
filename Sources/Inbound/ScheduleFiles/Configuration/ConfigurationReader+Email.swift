import Alerts
import Scheduling
import Seams

/// Sinks that send mail.
extension ConfigurationReader {
  private static let submissionPort = 587
  private static let implicitPort = 465
  private static let recipientLimit = 50

  func email(_ reader: inout MappingReader, _ name: String) -> AlertSinkSettings.Way? {
    let host = host(&reader, name)
    let encryption = reader.choice("tls", of: AlertSinkSettings.Encryption.self) ?? .starttls
    let standard = encryption == .implicit ? Self.implicitPort : Self.submissionPort
    let port = reader.integer("port", in: 1...65_535) ?? standard
    let from = reader.gives("from") ? address(reader.take("from"), "from", &reader) : nil
    if !reader.gives("from") { log.error("sink '\(name)' needs from: the sender's address", at: reader.place) }
    let to = recipients(&reader, name)
    let username = reader.text("username")
    let givesPassword = givesSecret(named: "password", &reader)
    let password = secret(named: "password", &reader)
    let authorities = reader.text("ca_file").map { AbsolutePath.of($0, in: directory) }
    if (username == nil) == givesPassword {
      log.error("sink '\(name)': username and password (or password_file) belong together", at: reader.place)
      return nil
    }
    guard let host, let from, let to, !givesPassword || password != nil else { return nil }
    if encryption == .off, !Self.isThisMachine(host) {
      log.error("tls: off is for a mail server on this machine; '\(MappingReader.shown(host))' is another one", at: reader.keyPlace("tls"))
      return nil
    }
    return .email(
      .init(
        host: host, port: port, encryption: encryption, from: from, to: to, username: username, password: password,
        authoritiesFile: authorities))
  }

  private static func isThisMachine(_ host: String) -> Bool {
    host.lowercased() == "localhost" || host == "::1" || (host.hasPrefix("127.") && IPAddress(host) != nil)
  }

  private func host(_ reader: inout MappingReader, _ name: String) -> String? {
    guard reader.gives("host") else {
      log.error("sink '\(name)' needs host: of the mail server", at: reader.place)
      return nil
    }
    guard let node = reader.take("host"), let text = reader.text(of: node, "host") else { return nil }
    if IPAddress(text) != nil || URLHost(of: "http://\(text)")?.name == text.lowercased() { return text }
    log.error("host '\(MappingReader.shown(text))' is neither a host name nor an address; the port has a key of its own", at: node.place)
    return nil
  }

  private func recipients(_ reader: inout MappingReader, _ name: String) -> [MailAddress]? {
    guard reader.gives("to") else {
      log.error("sink '\(name)' needs to: [who gets the mail]", at: reader.place)
      return nil
    }
    guard let items = reader.list("to", example: "[ops@example.com]") else { return nil }
    let addresses = items.compactMap { address($0, "to", &reader) }
    guard addresses.count == items.count else { return nil }
    guard (1...Self.recipientLimit).contains(items.count) else {
      log.error("to needs between 1 and \(Self.recipientLimit) addresses", at: reader.keyPlace("to"))
      return nil
    }
    return addresses
  }

  private func address(_ node: YAMLNode?, _ key: String, _ reader: inout MappingReader) -> MailAddress? {
    guard let node, let text = reader.text(of: node, key) else { return nil }
    if let address = MailAddress(text) { return address }
    log.error("\(key) '\(MappingReader.shown(text))' is not a plain address such as ops@example.com", at: node.place)
    return nil
  }
}
