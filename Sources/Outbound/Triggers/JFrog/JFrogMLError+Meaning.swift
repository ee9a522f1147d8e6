import JFrogML
import Scheduling
import Seams

/// What an error of JFrog ML means for a fire: it depends on what was asked.
///
/// Each meaning quotes the server at length: it comes to whoever hides the fire's secrets in it, and shortens it then.
extension JFrogMLError {
  /// Nothing of the fire was sent yet.
  var beforeSending: AttemptResult {
    switch kind {
    case .unavailable: .unavailable(wholeReason)
    // People may give the token back; until then the fire waits, and says for what.
    case .credentials: .unavailable(wholeReason)
    case .busy, .unexpected: .retryable(wholeReason, retryAfter: retryAfter)
    case .forbidden, .notFound, .ambiguous, .conflict, .refused: .refused(.failed, wholeReason)
    }
  }

  /// This is the answer to the request that was to make something.
  var afterSending: AttemptResult {
    switch kind {
    case .credentials: return .unavailable(wholeReason)
    case .busy: return .retryable(wholeReason, retryAfter: retryAfter)
    case .forbidden, .notFound, .ambiguous, .conflict, .refused: return .refused(.failed, wholeReason)
    case .unavailable:
      // 503 is how a server says that it is not at work; a gateway's 502 and 504 say nothing about the server behind it.
      if status == 503 { return .retryable(wholeReason, retryAfter: retryAfter) }
      return status == nil && !mayHaveBeenSent ? .unavailable(wholeReason) : .unclear(wholeReason)
    case .unexpected: return .unclear(wholeReason)
    }
  }

  var whenLookingUp: LookUpResult {
    switch kind {
    case .unavailable, .credentials, .busy, .unexpected: .unavailable(wholeReason)
    case .forbidden, .notFound, .ambiguous, .conflict, .refused: .settled(.lost, wholeReason)
    }
  }

  var whenStopping: StopResult {
    switch kind {
    case .unavailable, .credentials, .busy, .unexpected: .unavailable(wholeReason)
    case .forbidden, .notFound, .ambiguous, .conflict, .refused: .impossible(wholeReason)
    }
  }

  private var wholeReason: Reason { Reason(code, wholeDescription) }

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
