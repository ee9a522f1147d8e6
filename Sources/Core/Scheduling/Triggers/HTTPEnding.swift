/// How the end of work is learned that an API has accepted and does later.
package enum HTTPEnding: Hashable, Sendable, Codable {
  /// Its status is asked for, again and again.
  case polled(StatusPolling)
  /// The API calls a one-time URL of ours.
  case calledBack(timeoutSeconds: Int)

  /// As long as a run may be out of sight.
  package static let callbackTimeoutSecondsDefault = 86_400
}

/// The 202 pattern: the answer says where the status of the work is, and the status says when it has ended.
package struct StatusPolling: Hashable, Sendable, Codable {
  /// May read the answer: `{{header:Location}}`, `https://api.example/jobs/{{answer:$.id}}`.
  package var url: String
  /// Where the status is in the JSON of each answer.
  package var statusPath: AnswerPath
  /// The statuses that are ends. Every other one means that the work goes on.
  package var succeeded: [String]
  package var failed: [String]
  package var cancelled: [String]
  /// Until the first look, and again when the status has changed; doubled while it stays the same.
  package var intervalSeconds: Int
  package var longestIntervalSeconds: Int
  /// How long the work may take after it was accepted; nil: as long as the policy says.
  package var timeoutSeconds: Int?
  package var cancel: CancelRequest?

  /// What ends the work before its time.
  package struct CancelRequest: Hashable, Sendable, Codable {
    package var method: String
    /// May read the newest answer of the status URL, and `{{status_url}}`.
    package var url: String

    package init(method: String = "POST", url: String) {
      self.method = method
      self.url = url
    }
  }

  package init(
    url: String, statusPath: AnswerPath, succeeded: [String] = StatusPolling.succeededDefault,
    failed: [String] = StatusPolling.failedDefault, cancelled: [String] = StatusPolling.cancelledDefault,
    intervalSeconds: Int = StatusPolling.intervalSecondsDefault,
    longestIntervalSeconds: Int = StatusPolling.longestIntervalSecondsDefault, timeoutSeconds: Int? = nil, cancel: CancelRequest? = nil
  ) {
    self.url = url
    self.statusPath = statusPath
    self.succeeded = succeeded
    self.failed = failed
    self.cancelled = cancelled
    self.intervalSeconds = intervalSeconds
    self.longestIntervalSeconds = longestIntervalSeconds
    self.timeoutSeconds = timeoutSeconds
    self.cancel = cancel
  }

  /// The words that job APIs use most; upper and lower case are the same.
  package static let succeededDefault = ["succeeded", "success", "completed", "done", "finished"]
  package static let failedDefault = ["failed", "failure", "error", "errored"]
  package static let cancelledDefault = ["cancelled", "canceled", "aborted", "stopped"]
  /// A short job is seen to end soon; one that takes hours costs its API a request a minute.
  package static let intervalSecondsDefault = 5
  package static let longestIntervalSecondsDefault = 60
}

extension StatusPolling {
  /// The outcome of a status; nil while the work goes on.
  package func outcome(of status: String) -> Outcome? {
    func names(_ words: [String]) -> Bool { words.contains { $0.lowercased() == status.lowercased() } }
    if names(succeeded) { return .succeeded }
    if names(failed) { return .failed }
    return names(cancelled) ? .cancelled : nil
  }
}
