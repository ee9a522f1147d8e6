import CurlHTTP
import Seams
import Testing

extension CurlHTTPTransport {
  /// The error of sending `request`; an answer is recorded as an issue.
  func failure(of request: HTTPRequest, sourceLocation: SourceLocation = #_sourceLocation) async -> HTTPTransportError? {
    do throws(HTTPTransportError) {
      let response = try await send(request)
      Issue.record("\(request) was answered with \(response.status)", sourceLocation: sourceLocation)
      return nil
    } catch {
      return error
    }
  }
}

extension CurlHTTPTransport {
  /// Uses an idle connection again however long a busy machine lets it wait.
  static var keepingConnections: CurlHTTPTransport {
    var limits = CurlLimits()
    limits.keptConnectionSeconds = 3600
    return CurlHTTPTransport(limits: limits)
  }
}

extension HTTPTimeouts {
  /// More than the busiest machine needs.
  static let patient = HTTPTimeouts(connect: .seconds(60), total: .seconds(300))

  /// Short enough to wait for in a test.
  static func total(_ milliseconds: Int) -> HTTPTimeouts {
    HTTPTimeouts(connect: .seconds(60), total: .milliseconds(milliseconds))
  }
}
