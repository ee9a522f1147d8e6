import NIOSSL
import Synchronization

/// Certificate and key from their files, in PEM; read again when told to, for connections from then on.
package final class TLSCertificate: Sendable {
  private let certificatePath: String
  private let keyPath: String
  private let current: Mutex<NIOSSLContext>

  /// - Throws: `TLSCertificateError`.
  package init(certificatePath: String, keyPath: String) throws {
    self.certificatePath = certificatePath
    self.keyPath = keyPath
    current = Mutex(try Self.load(certificatePath, keyPath))
  }

  /// Reads the files again; when they cannot be used, what was read before stays.
  package func reload() throws {
    let context = try Self.load(certificatePath, keyPath)
    current.withLock { $0 = context }
  }

  var context: NIOSSLContext { current.withLock { $0 } }

  private static func load(_ certificatePath: String, _ keyPath: String) throws -> NIOSSLContext {
    let chain = try reading("certificate", certificatePath) { try NIOSSLCertificate.fromPEMFile(certificatePath) }
    let key = try reading("key", keyPath) { try NIOSSLPrivateKey(file: keyPath, format: .pem) }
    guard !chain.isEmpty else { throw TLSCertificateError("tls.certificate \(certificatePath): no certificate is in it") }
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
    // RFC 8996: TLS 1.0 and 1.1 must not be used.
    configuration.minimumTLSVersion = .tlsv12
    configuration.applicationProtocols = ["http/1.1"]
    do { return try NIOSSLContext(configuration: configuration) } catch {
      throw TLSCertificateError("tls: \(certificatePath) and \(keyPath) do not belong together, or cannot be used")
    }
  }

  private static func reading<Value>(_ what: String, _ path: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch {
      throw TLSCertificateError("tls.\(what) \(path): it cannot be read, or is no PEM file with a \(what)")
    }
  }
}

/// Why TLS cannot be spoken; no part of a key is in it.
package struct TLSCertificateError: Error, CustomStringConvertible {
  package let description: String
  init(_ description: String) { self.description = description }
}
