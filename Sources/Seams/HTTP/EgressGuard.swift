/// A transport that sends only where the rules allow: for requests whose URLs others choose.
public struct EgressGuard: HTTPTransport {
  private let transport: any HTTPTransport
  private let rules: EgressRules

  public init(_ transport: any HTTPTransport, rules: EgressRules) {
    self.transport = transport
    self.rules = rules
  }

  public var executor: (any TaskExecutor)? { transport.executor }

  public func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    try await transport.send(guarded(request))
  }

  public func sendDroppingBody(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    try await transport.sendDroppingBody(guarded(request))
  }

  private func guarded(_ request: HTTPRequest) -> HTTPRequest {
    var request = request
    request.egress = rules
    return request
  }
}
