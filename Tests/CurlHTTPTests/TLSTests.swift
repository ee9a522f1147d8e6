import CurlHTTP
import Seams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
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
}
