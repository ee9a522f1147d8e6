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

extension HTTPTimeouts {
  /// Short enough to wait for in a test.
  static func total(_ milliseconds: Int) -> HTTPTimeouts {
    HTTPTimeouts(connect: .seconds(5), total: .milliseconds(milliseconds))
  }
}
