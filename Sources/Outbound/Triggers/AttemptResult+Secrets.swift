import Scheduling

extension AttemptResult {
  /// Shorter texts are no secrets, and replacing them would leave nothing of a sentence.
  private static let shortestSecret = 4

  /// The same with every one of `secrets` replaced in its words.
  func hiding(_ secrets: [String]) -> AttemptResult {
    let secrets = secrets.filter { $0.utf8.count >= Self.shortestSecret }
    guard !secrets.isEmpty else { return self }
    return switch self {
    case .started, .finished: self
    case .refused(let outcome, let reason): .refused(outcome, reason.hiding(secrets))
    case .unavailable(let reason): .unavailable(reason.hiding(secrets))
    case .retryable(let reason, let retryAfter): .retryable(reason.hiding(secrets), retryAfter: retryAfter)
    case .unclear(let reason): .unclear(reason.hiding(secrets))
    }
  }
}

extension Reason {
  fileprivate func hiding(_ secrets: [String]) -> Reason {
    Reason(code, secrets.reduce(sentence) { $0.replacing($1, with: "…") })
  }
}
