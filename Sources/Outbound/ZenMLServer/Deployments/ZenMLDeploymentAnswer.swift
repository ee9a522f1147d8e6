import CivilTime
import Foundation
import Scheduling
import Seams
import ZenML

/// What the answer of a deployment means. What it said is not shortened yet, and stands on its own lines: its reader knows of secrets
/// that have to be hidden in it before.
package enum ZenMLDeploymentAnswer: Sendable, Equatable {
  /// `/submit` has started it.
  case submitted(runID: Identifier)
  /// `/invoke` has run it to its end; `error` when it failed there.
  case invoked(runID: Identifier, error: String?)
  /// A run of this name exists in the project: perhaps our own of an earlier try.
  case nameTaken
  /// The deployment answers, but the ZenML server behind it does not.
  case serverAway(String)
  /// 401: the key has changed; read the record again.
  case unauthorized(String)
  /// The deployment will not take this request: wrong parameters, a name that it cannot format.
  case refused(String)
  /// 408, 425, 429 or 503: not now.
  case busy(String, retryAfter: Duration?)
  /// Anything else; whether a run was started cannot be seen.
  case unclear(String)

  /// - Parameter now: only for a `Retry-After` that is a date.
  package init(_ response: HTTPResponse, now: Instant) {
    let words = ErrorBody(response)?.text ?? ""
    let said = "answered \(response.status)\(words.isEmpty ? "" : ": \(words.atLength(hiding: []))")"
    switch response.status {
    case 200..<300: self = Self.success(response)
    case 401, 403: self = .unauthorized(said)
    // 0.98 says so with a 500, and may come to say what it means.
    case 409: self = .nameTaken
    // A proxy's, whose deployment is away.
    case 404 where !response.hasDetail: self = .unclear(said)
    case 408, 425, 429, 503: self = .busy(said, retryAfter: response.retryAfter(now: now))
    case 400..<500: self = .refused(said)
    default: self = Self.failure(words.onOneLine(hiding: []), said)
    }
  }

  /// Every failure of `/invoke` is a 200, too.
  private static func success(_ response: HTTPResponse) -> ZenMLDeploymentAnswer {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(response.body)) else {
      return .unclear("answered \(response.status) with \(response.looksLikeHTML ? "HTML" : "something that is not JSON")")
    }
    if let runID = value["run_id"]?.stringValue.flatMap(Identifier.init) { return .submitted(runID: runID) }
    let runID = value["metadata"]?["run_id"]?.stringValue.flatMap(Identifier.init)
    let error = value["error"]?.stringValue?.atLength(hiding: [])
    if let runID { return .invoked(runID: runID, error: value["success"] == true ? nil : error ?? "no reason given") }
    return failure(error?.onOneLine(hiding: []) ?? "", "answered \(response.status): \(error ?? "no run was named")")
  }

  /// Told apart by words, for the statuses do not differ (observed on 0.98.0).
  private static func failure(_ words: String, _ said: String) -> ZenMLDeploymentAnswer {
    if words.contains("already exists") { return .nameTaken }
    let awayWords = ["Max retries exceeded", "Connection refused", "Connection aborted", "Read timed out"]
    if awayWords.contains(where: words.contains) { return .serverAway(said) }
    let refusalWords = ["Could not format the name template", "validation error"]
    if refusalWords.contains(where: words.contains) { return .refused(said) }
    return .unclear(said)
  }
}
