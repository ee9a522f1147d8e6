import Seams

/// Gives every request more time than the busiest machine needs, whatever it asks for.
package struct PatientTransport: HTTPTransport {
  private let transport: any HTTPTransport

  package init(_ transport: any HTTPTransport) { self.transport = transport }

  package func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    var request = request
    request.timeouts = HTTPTimeouts(connect: .seconds(60), total: .seconds(300))
    return try await transport.send(request)
  }
}
