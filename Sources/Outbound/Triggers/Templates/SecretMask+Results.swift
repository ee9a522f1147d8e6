import Scheduling

extension AttemptResult {
  /// The same without a secret in its words.
  func hiding(_ secrets: SecretMask) -> AttemptResult {
    switch self {
    case .started: self
    case .finished(let observation, let sentAt): .finished(observation.hiding(secrets), sentAt: sentAt)
    case .refused(let outcome, let reason, let sentAt): .refused(outcome, reason.hiding(secrets), sentAt: sentAt)
    case .unavailable(let reason): .unavailable(reason.hiding(secrets))
    case .retryable(let reason, let retryAfter, let sentAt, let isThere):
      .retryable(reason.hiding(secrets), retryAfter: retryAfter, sentAt: sentAt, isThere: isThere)
    case .full(let reason, let retryAfter): .full(reason.hiding(secrets), retryAfter: retryAfter)
    case .unclear(let reason): .unclear(reason.hiding(secrets))
    }
  }
}

extension LookUpResult {
  func hiding(_ secrets: SecretMask) -> LookUpResult {
    switch self {
    case .notStarted, .running, .cannotBeAsked: self
    case .finished(let observation, let sentAt): .finished(observation.hiding(secrets), sentAt: sentAt)
    case .settled(let outcome, let reason): .settled(outcome, reason.hiding(secrets))
    case .unavailable(let reason): .unavailable(reason.hiding(secrets))
    }
  }
}

extension StopResult {
  func hiding(_ secrets: SecretMask) -> StopResult {
    switch self {
    case .asked: self
    case .impossible(let reason): .impossible(reason.hiding(secrets))
    case .unavailable(let reason): .unavailable(reason.hiding(secrets))
    }
  }
}

extension RunObservation {
  func hiding(_ secrets: SecretMask) -> RunObservation {
    var copy = self
    copy.status = secrets.hidden(in: status)
    copy.reason = reason?.hiding(secrets)
    return copy
  }
}

extension SecretMask {
  /// A status in another's words, on one line and short. Its secrets are looked for first, since a part of one would not be found.
  func shown(status: String) -> String { hidden(in: status).onOneLine(atMost: 100) }
}

extension Reason {
  /// In Unicode scalars.
  private static let longestSentence = 600

  /// On one line and of bounded length, too, but only after the secrets are hidden: neither a part of one nor one whose lines were
  /// joined would be found.
  func hiding(_ secrets: SecretMask) -> Reason {
    let words = secrets.hidden(in: sentence).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return Reason(code, words.onOneLine(atMost: Self.longestSentence))
  }
}
