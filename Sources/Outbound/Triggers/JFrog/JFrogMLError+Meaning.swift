import JFrogML
import Scheduling
import Seams

/// What an error of JFrog ML means for a fire: it depends on what was asked.
extension JFrogMLError {
  /// Nothing of the fire was sent yet.
  var beforeSending: AttemptResult {
    switch kind {
    case .unavailable: .unavailable(reason)
    // People may give the token back; until then the fire waits, and says for what.
    case .credentials: .unavailable(reason)
    case .busy, .unexpected: .retryable(reason, retryAfter: retryAfter)
    case .forbidden, .notFound, .ambiguous, .conflict, .refused: .refused(.failed, reason)
    }
  }

  /// This is the answer to the request that was to make something.
  var afterSending: AttemptResult {
    switch kind {
    case .credentials: return .unavailable(reason)
    case .busy: return .retryable(reason, retryAfter: retryAfter)
    case .forbidden, .notFound, .ambiguous, .conflict, .refused: return .refused(.failed, reason)
    case .unavailable:
      // 503 is how a server says that it is not at work; a gateway's 502 and 504 say nothing about the server behind it.
      if status == 503 { return .retryable(reason, retryAfter: retryAfter) }
      return status == nil && !mayHaveBeenSent ? .unavailable(reason) : .unclear(reason)
    case .unexpected: return .unclear(reason)
    }
  }

  var whenLookingUp: LookUpResult {
    switch kind {
    case .unavailable, .credentials, .busy, .unexpected: .unavailable(reason)
    case .forbidden, .notFound, .ambiguous, .conflict, .refused: .settled(.lost, reason)
    }
  }

  var whenStopping: StopResult {
    switch kind {
    case .unavailable, .credentials, .busy, .unexpected: .unavailable(reason)
    case .forbidden, .notFound, .ambiguous, .conflict, .refused: .impossible(reason)
    }
  }

  var reason: Reason { Reason(code, description) }

  private var code: String {
    switch kind {
    case .credentials: "credentials"
    case .forbidden: "forbidden"
    case .notFound: "not_found"
    case .ambiguous: "ambiguous"
    case .conflict: "conflict"
    case .refused: "refused"
    case .busy: "busy"
    case .unavailable: "server_away"
    case .unexpected: "unexpected_answer"
    }
  }
}
