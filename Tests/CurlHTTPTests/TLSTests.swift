import CurlHTTP
import Foundation
import Seams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TLSTests {
  @Test func aCertificateThatNobodyVouchesForIsRefused() async throws {
    let server = try await OpenSSLServer()
    let error = await CurlHTTPTransport().failure(of: HTTPRequest("POST", "https://localhost:\(server.port)/"))
    #expect(error?.kind == .tls)
    #expect(error?.mayHaveBeenSent == false)
    #expect(error?.detail == "SSL certificate problem: self-signed certificate")
  }

  @Test func aCertificateOfTheGivenAuthorityIsAccepted() async throws {
    let server = try await OpenSSLServer()
    let transport = CurlHTTPTransport(trust: .authorities(file: server.certificate))
    let response = try await transport.send(HTTPRequest("GET", "https://localhost:\(server.port)/"))
    #expect(response.status == 200)
  }

  @Test func aCertificateForAnotherNameIsRefused() async throws {
    let server = try await OpenSSLServer()
    let transport = CurlHTTPTransport(trust: .authorities(file: server.certificate))
    let error = await transport.failure(of: HTTPRequest("GET", "https://127.0.0.1:\(server.port)/"))
    #expect(error?.kind == .tls)
  }

  @Test func anAuthorityFileThatIsMissingIsATLSError() async throws {
    let server = try await OpenSSLServer()
    let transport = CurlHTTPTransport(trust: .authorities(file: "/nonexistent/authorities.pem"))
    let error = await transport.failure(of: HTTPRequest("GET", "https://localhost:\(server.port)/"))
    #expect(error?.kind == .tls)
    #expect(error?.mayHaveBeenSent == false)
  }

  @Test func aRequestMayBringAnAuthorityOfItsOwn() async throws {
    let server = try await OpenSSLServer()
    var request = HTTPRequest("GET", "https://localhost:\(server.port)/")
    request.identity = HTTPIdentity(authoritiesFile: server.certificate)
    #expect(try await CurlHTTPTransport().send(request).status == 200)
  }

  /// libcurl keeps what it has read of such a file, and sessions, which spare it the look at a certificate.
  @Test func anAuthorityFileThatIsReplacedCountsAtOnce() async throws {
    let (server, other) = (try await OpenSSLServer(), try await OpenSSLServer())
    let file = FileManager.default.temporaryDirectory.appending(path: "carillon-authorities-\(UUID().uuidString).pem")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(contentsOf: URL(filePath: server.certificate)).write(to: file)
    let transport = CurlHTTPTransport()
    var request = HTTPRequest("GET", "https://localhost:\(server.port)/")
    request.identity = HTTPIdentity(authoritiesFile: file.path)
    #expect(try await transport.send(request).status == 200)
    try Data(contentsOf: URL(filePath: other.certificate)).write(to: file)
    #expect(await transport.failure(of: request)?.kind == .tls)
  }

  @Test func aRequestMayShowACertificate() async throws {
    let server = try await OpenSSLServer(demandsCertificate: true)
    let transport = CurlHTTPTransport(trust: .authorities(file: server.certificate))
    var request = HTTPRequest("GET", "https://localhost:\(server.port)/")
    #expect(await transport.failure(of: request) != nil)
    request.identity = HTTPIdentity(certificateFile: server.certificate, keyFile: server.key)
    #expect(try await transport.send(request).status == 200)
  }

  @Test func aConnectionWithACertificateServesNoRequestWithoutIt() async throws {
    let server = try await OpenSSLServer(demandsCertificate: true)
    let transport = CurlHTTPTransport(trust: .authorities(file: server.certificate))
    var request = HTTPRequest("GET", "https://localhost:\(server.port)/")
    request.identity = HTTPIdentity(certificateFile: server.certificate, keyFile: server.key)
    _ = try await transport.send(request)
    request.identity = nil
    #expect(await transport.failure(of: request) != nil)
  }

  @Test func aCertificateThatIsMissingIsATLSError() async throws {
    let server = try await OpenSSLServer()
    var request = HTTPRequest("GET", "https://localhost:\(server.port)/")
    request.identity = HTTPIdentity(authoritiesFile: server.certificate, certificateFile: "/nonexistent.pem")
    let error = await CurlHTTPTransport().failure(of: request)
    #expect(error?.kind == .tls && error?.mayHaveBeenSent == false)
  }
}
