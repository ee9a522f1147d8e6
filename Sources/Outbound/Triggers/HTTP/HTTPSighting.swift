import Scheduling
import Seams

/// What one look at a status URL has shown.
enum HTTPSighting {
  case status(String, outcome: Outcome?, retryAfter: Duration?)
  /// It cannot be learned now.
  case away(Reason, retryAfter: Duration?)
  /// There is no such work, or not yet.
  case missing(Reason, forEver: Bool)

  /// - Parameters:
  ///   - request: that was answered.
  ///   - secrets: are looked for before a status is shortened, since a part of one would not be found.
  init(
    _ response: HTTPResponse, to request: HTTPRequest, _ polling: StatusPolling, retryAfter: Duration?, hiding secrets: SecretMask
  ) {
    let (place, status) = (request.place, response.status)
    guard (200...299).contains(status) else {
      let reason = Reason("http_\(status)", "\(place): answered \(status)\(Self.advice(status))")
      self = [404, 410].contains(status) ? .missing(reason, forEver: status == 410) : .away(reason, retryAfter: retryAfter)
      return
    }
    guard let text = response.json.flatMap(polling.statusPath.value)?.plainText else {
      let what = response.json == nil ? "the answer is no JSON" : "the answer has no status at \(polling.statusPath)"
      self = .away(Reason("no_status", "\(place): answered \(status), but \(what)"), retryAfter: retryAfter)
      return
    }
    self = .status(secrets.shown(status: text), outcome: polling.outcome(of: text), retryAfter: retryAfter)
  }

  private static func advice(_ status: Int) -> String {
    (300...399).contains(status) ? "; a GET request's redirects are followed with redirects: true" : ""
  }
}
