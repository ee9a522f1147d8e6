import ControlAPI
import ScheduleFiles

/// What the daemon answers with over the network.
struct NetworkParts {
  let gatehouse: Gatehouse
  let doors: [NetworkDoor]
  /// Nil without TLS.
  let certificate: TLSCertificate?

  init(_ configuration: Configuration, _ parts: Parts) throws {
    gatehouse = Gatehouse(clock: parts.clock)
    let certificate = try configuration.tls.map { tls in
      try DaemonError.wrap { try TLSCertificate(certificatePath: tls.certificate, keyPath: tls.key) }
    }
    doors = configuration.listen.map { address in
      let hosts = HostRules(listen: address, publicURL: configuration.publicURL, allowed: configuration.allowedHosts)
      return NetworkDoor(address: address, hosts: hosts, certificate: certificate)
    }
    self.certificate = certificate
  }
}
