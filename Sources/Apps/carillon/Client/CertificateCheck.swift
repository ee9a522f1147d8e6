import ControlAPI
import Glibc
import ScheduleFiles

/// Whether the certificates and keys of configurations can be used, as their daemons will find at the start.
struct CertificateCheck {
  /// Whether who checks may not open a file; replaced in tests.
  var isHidden: (_ path: String) -> Bool = { access($0, R_OK) != 0 && errno == EACCES }
  private var pairs: [(path: String, tls: Configuration.TLS)] = []

  mutating func note(_ path: String, _ configuration: Configuration) {
    if let tls = configuration.tls { pairs.append((path, tls)) }
  }

  var problems: [FileProblem] { pairs.compactMap { problem($0.path, $0.tls) } }

  private func problem(_ path: String, _ tls: Configuration.TLS) -> FileProblem? {
    if isHidden(tls.certificate) { return Self.warning(path, "tls.certificate \(tls.certificate)") }
    // A certificate that is not there is wrong whoever may open the key.
    if access(tls.certificate, F_OK) == 0, isHidden(tls.key) { return Self.warning(path, "tls.key \(tls.key)") }
    do {
      _ = try TLSCertificate(certificatePath: tls.certificate, keyPath: tls.key)
      return nil
    } catch {
      return FileProblem(file: path, message: "\(error)")
    }
  }

  private static func warning(_ path: String, _ file: String) -> FileProblem {
    FileProblem(
      .warning, file: path,
      message: "\(file): you may not open it, so that certificate and key were not tried; run this as the daemon's user or as root")
  }
}
