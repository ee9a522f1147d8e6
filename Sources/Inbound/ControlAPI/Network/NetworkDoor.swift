import ControlMessages

/// Where the daemon answers besides its socket.
package struct NetworkDoor: Sendable {
  package let address: ListenAddress
  package let hosts: HostRules
  /// Nil: what is said can be read on the way.
  package let certificate: TLSCertificate?

  package init(address: ListenAddress, hosts: HostRules, certificate: TLSCertificate? = nil) {
    self.address = address
    self.hosts = hosts
    self.certificate = certificate
  }

  /// - Parameter port: at which it answers.
  func url(port: Int) -> String {
    let host = address.isWildcard ? (address.host == "::" ? "::1" : "127.0.0.1") : address.host
    return "\(certificate == nil ? "http" : "https")://\(ListenAddress(host: host, port: port))"
  }
}

/// A door that is open.
package struct OpenDoor: Sendable, Hashable {
  package let url: String
  package let port: Int
}

/// Why nobody can be answered at an address.
package struct NetworkDoorError: Error, CustomStringConvertible {
  let address: ListenAddress
  let problem: String

  package var description: String { "listen \(address): \(problem)" }
}
