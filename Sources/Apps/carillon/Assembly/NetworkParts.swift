import ControlAPI
import Logging
import ScheduleFiles
import Seams

/// What the daemon answers with over the network.
struct NetworkParts {
  let gatehouse: Gatehouse
  let doors: [NetworkDoor]
  /// Nil without TLS.
  let certificate: TLSCertificate?

  init(_ configuration: Configuration, _ parts: Parts, log: Logger) throws {
    let users = configuration.zenmlLogin.flatMap { login in
      let roles = UserRoles(everyone: login.everyone, ids: login.ids, users: login.users)
      return parts.users.map { UserCheck(directory: $0, roles: roles, clock: parts.clock, logger: log) }
    }
    gatehouse = Gatehouse(clock: parts.clock, keys: KeyRing(store: parts.keyStore, clock: parts.clock, logger: log), users: users)
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
