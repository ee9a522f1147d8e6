import CivilTime
import JFrogML
import Scheduling
import Seams

extension JFrogInferenceTarget {
  private static let connectTimeout: Duration = .seconds(10)

  func request(_ trigger: JFrogInferenceTrigger, _ fire: Fire, to url: String) -> HTTPRequest {
    let text = trigger.body.stringValue
    var headers = fire.identityHeaders
    headers.append(HTTPHeader("Content-Type", text == nil ? "application/json" : "text/plain; charset=utf-8"))
    headers.append(HTTPHeader("Accept", "application/json"))
    if hosts.mayHaveCredentials(url) { headers.append(client.credentials.authorization) }
    return HTTPRequest(
      "POST", url, headers: headers, body: text.map { Array($0.utf8) } ?? trigger.body.jsonText,
      timeouts: HTTPTimeouts(connect: Self.connectTimeout, total: .seconds(trigger.timeoutSeconds)))
  }

  func judge(_ response: HTTPResponse, to request: HTTPRequest, sentAt: Instant) -> AttemptResult {
    let status = response.status
    if 200..<300 ~= status { return .finished(RunObservation(status: "HTTP \(status)", outcome: .succeeded), sentAt: sentAt) }
    let reason = Reason("http_\(status)", "\(request): answered \(status)\(advice(status, request))")
    guard response.asksToTryAgain else { return .refused(.failed, reason, sentAt: sentAt) }
    return .retryable(reason, retryAfter: response.retryAfter(now: clock.now()), sentAt: sentAt)
  }

  /// Why an endpoint may miss credentials.
  private func advice(_ status: Int, _ request: HTTPRequest) -> String {
    guard [401, 403].contains(status), !hosts.mayHaveCredentials(request.url) else { return "" }
    let host = URLHost(of: request.url)?.name ?? "its host"
    return "; it was sent no credentials, which go to JFrog ML's own host and those of jfrog.endpoint_hosts only, and not to \(host)"
  }
}
