import Alerts
import CivilTime
import Scheduling
import Seams

/// Sends alerts as HTTP POST requests.
package struct WebhookSink: AlertSink {
  package enum Format: Sendable { case json, slack }

  package let kind = "webhook"
  private let url: String
  private let format: Format
  /// Nil: requests are not signed.
  private let secret: String?
  private let headers: [HTTPHeader]
  private let instance: String
  private let transport: any HTTPTransport
  private let clock: any WallClock

  /// - Parameter url: of which no part but the host is ever shown: chat services hide their secret in the path.
  package init(
    url: String, format: Format, secret: String?, headers: [HTTPHeader] = [], instance: String, transport: any HTTPTransport,
    clock: any WallClock
  ) {
    (self.url, self.format, self.secret, self.headers) = (url, format, secret, headers)
    (self.instance, self.transport, self.clock) = (instance, transport, clock)
  }

  private static let timeouts = HTTPTimeouts(connect: .seconds(5), total: .seconds(15))
  private static let answerBytesMost = 64 * 1024

  @discardableResult
  package func deliver(_ alert: Alert) async throws(AlertSinkError) -> String {
    let body = format == .slack ? AlertJSON.bytes(SlackMessage(alert)) : AlertJSON(alert: alert, instance: instance).bytes
    var request = HTTPRequest("POST", url, headers: headers, body: body, timeouts: Self.timeouts)
    request.headers.append(HTTPHeader("Content-Type", "application/json"))
    request.headers.append(HTTPHeader("User-Agent", "carillon"))
    request.headers.append(HTTPHeader("Idempotency-Key", alert.id.description))
    if let secret {
      let signature = WebhookSignature(of: body, at: clock.now(), secret: secret)
      request.headers.append(HTTPHeader(WebhookSignature.timestampHeader, signature.timestamp))
      request.headers.append(HTTPHeader(WebhookSignature.signatureHeader, signature.value))
    }
    request.maximumResponseBytes = Self.answerBytesMost
    return try judge(try await send(request))
  }

  private func send(_ request: HTTPRequest) async throws(AlertSinkError) -> HTTPResponse {
    do throws(HTTPTransportError) {
      return try await transport.send(request)
    } catch {
      throw AlertSinkError("\(host): \(error.detail)", isRefused: error.isForbidden || error.kind == .invalidURL || error.kind == .tls)
    }
  }

  private func judge(_ response: HTTPResponse) throws(AlertSinkError) -> String {
    if (200..<300).contains(response.status) { return "\(host): status \(response.status)" }
    let isRefused = (300..<500).contains(response.status) && response.status != 408 && response.status != 429
    let after = response.retryAfter(now: clock.now())
    throw AlertSinkError("\(host) answered with status \(response.status)", isRefused: isRefused, retryAfter: after)
  }

  /// With its port, without scheme, user, path and query: the last three may hold a secret.
  private var host: String {
    let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    let authority = rest.prefix { !"/?#\\".contains($0) }
    let host = authority.split(separator: "@").last.map(String.init) ?? ""
    return host.isEmpty ? "the webhook" : host
  }
}
