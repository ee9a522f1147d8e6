import CivilTime
import Foundation
import Scheduling
import Seams

/// Fires by one request to any HTTP API. Nothing is followed: an accepted request is a success.
///
/// Such a target cannot be asked about a lost answer, so the request is sent again with the same `Idempotency-Key`:
/// at least once, and once where the target honours the key.
package struct HTTPTarget: TriggerTarget {
  let transport: any HTTPTransport
  let clock: any WallClock

  package init(transport: any HTTPTransport, clock: any WallClock) {
    self.transport = transport
    self.clock = clock
  }

  /// Enough to say what came back, not enough to fill a memory.
  private static let largestAnswer = 1 << 20
  private static let connectTimeout: Duration = .seconds(10)

  package func start(_ fire: Fire) async -> AttemptResult {
    do throws(RenderingError) {
      let rendering = try TemplateRenderer(fire: fire).rendering()
      guard case .http(let http) = rendering.trigger else { preconditionFailure("not an http fire") }
      return await send(http, for: fire).hiding(rendering.secrets)
    } catch {
      return error.result
    }
  }

  private func send(_ http: HTTPTrigger, for fire: Fire) async -> AttemptResult {
    let request = request(http, for: fire)
    let begun = clock.now()
    do throws(HTTPTransportError) {
      let response = try await transport.send(request)
      return judge(response, to: request, success: http.success, sentAt: begun.advanced(by: response.sentAfter))
    } catch {
      return judge(error)
    }
  }

  package func lookUp(_ fire: Fire) async -> LookUpResult { .cannotBeAsked }

  package func stop(_ fire: Fire, force: Bool) async -> StopResult {
    .impossible(Reason("not_followed", "an http trigger's work is its target's own once it is accepted: there is no request that ends it"))
  }

  package func observations(of fire: Fire) -> AsyncStream<RunObservation> { AsyncStream { $0.finish() } }

  private func request(_ http: HTTPTrigger, for fire: Fire) -> HTTPRequest {
    var headers = fire.identityHeaders
    headers += http.headers.sorted { $0.key < $1.key }.map { HTTPHeader($0.key, $0.value) }
    var body: [UInt8]?
    if let value = http.body {
      body = value.encodedBody
      if !http.headers.keys.contains(where: { $0.lowercased() == "content-type" }) {
        headers.append(HTTPHeader("Content-Type", value.stringValue == nil ? "application/json" : "text/plain; charset=utf-8"))
      }
    }
    return HTTPRequest(
      http.method, http.url, headers: headers, body: body,
      timeouts: HTTPTimeouts(connect: Self.connectTimeout, total: .seconds(http.timeoutSeconds)),
      maximumResponseBytes: Self.largestAnswer)
  }

  private func judge(
    _ response: HTTPResponse, to request: HTTPRequest, success: [ClosedRange<Int>], sentAt: Instant
  ) -> AttemptResult {
    let status = response.status
    if success.contains(where: { $0.contains(status) }) {
      return .finished(RunObservation(status: "HTTP \(status)", outcome: .succeeded), sentAt: sentAt)
    }
    let reason = Reason("http_\(status)", "\(request): answered \(status)")
    guard [408, 425, 429].contains(status) || status >= 500 else { return .refused(.failed, reason) }
    return .retryable(reason, retryAfter: response.retryAfter(now: clock.now()))
  }

  private func judge(_ error: HTTPTransportError) -> AttemptResult {
    let reason = Reason(error.reasonCode, error.description)
    if error.isPermanent { return .refused(.failed, reason) }
    return error.mayHaveBeenSent ? .unclear(reason) : .unavailable(reason)
  }
}

extension JSONValue {
  /// A string is sent as it is, everything else as JSON.
  fileprivate var encodedBody: [UInt8] {
    if let text = stringValue { return Array(text.utf8) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Every JSONValue that was read from YAML or JSON can be written; a number that is none (NaN) cannot be read.
    return (try? encoder.encode(self)).map { Array($0) } ?? []
  }
}
