/// A server that takes mail, and how to prove who is sending.
package struct MailServer: Sendable {
  package enum Encryption: Sendable, Equatable {
    /// From the first byte (port 465).
    case implicit
    /// Begun by STARTTLS; a server that does not offer it gets nothing.
    case startTLS
    /// None: only for a server on this machine.
    case none
  }

  package var host: String
  package var port: Int
  package var encryption: Encryption
  /// Nil: it takes mail without.
  package var login: (user: String, password: String)?
  /// PEM, instead of the system's authorities.
  package var authoritiesFile: String?

  package init(
    host: String, port: Int, encryption: Encryption, login: (user: String, password: String)? = nil, authoritiesFile: String? = nil
  ) {
    (self.host, self.port, self.encryption, self.login) = (host, port, encryption, login)
    self.authoritiesFile = authoritiesFile
  }

  /// For people: without the login.
  package var name: String { "\(host):\(port)" }

  var url: String { "\(encryption == .implicit ? "smtps" : "smtp")://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}

/// A mail that a server has taken.
package struct MailReceipt: Sendable {
  package struct Refusal: Sendable {
    /// As `name@host`.
    package var recipient: String
    /// The server's answer, in one line.
    package var answer: String

    /// The server may take it later: 4yz.   Source: RFC 5321, section 4.2.1.
    package var isTemporary: Bool { answer.hasPrefix("4") }
  }

  /// The server's last answer.
  package var answer: String
  /// Recipients that the server did not take, in the order in which it was asked: the others get the mail.
  package var refusals: [Refusal]
}

/// Why a mail was not taken; no password is in it.
package struct MailError: Error, Sendable, CustomStringConvertible {
  package let description: String
  /// The server's answer is final: 5yz, a certificate, a login.
  package let isRefused: Bool

  init(_ description: String, isRefused: Bool) { (self.description, self.isRefused) = (description, isRefused) }
}
