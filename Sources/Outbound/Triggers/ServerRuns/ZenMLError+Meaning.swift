import Scheduling
import ZenML
import ZenMLServer

/// What errors of a ZenML server mean for a fire.
///
/// An `AttemptResult` quotes the server at length: it comes to whoever hides the fire's secrets in it, and shortens it then.
extension ZenMLError {
  /// Nothing of the fire was sent yet: the server was asked what to start.
  /// - Parameter noun: of what was asked for, as it stands in codes: `run_template`.
  func whileResolving(_ noun: String) -> AttemptResult {
    switch kind {
    // People may give the key back; until then the fire waits, and says for what.
    case .unavailable, .credentials: .unavailable(wholeReasonOfAbsence)
    case .notFound where status == 404 && saysPathIsUnknown:
      .refused(
        .failed, Reason("not_runnable", "\(wholeDescription): this server is of a version that knows no \(noun.replacing("_", with: " "))s")
      )
    case .notFound: .refused(.failed, Reason("no_\(noun)", wholeDescription))
    case .conflict: .refused(.failed, Reason("several_\(noun)s", wholeDescription))
    case .refused where status == nil: .refused(.failed, Reason("not_runnable", wholeDescription))
    case .refused, .unexpected: .retryable(Reason("unexpected_answer", wholeDescription))
    }
  }

  /// The request that starts the run has failed.
  func whileStarting(_ source: RunSource) -> AttemptResult {
    switch kind {
    case .conflict: .unclear(Reason("name_exists", wholeDescription))
    case .credentials: .unavailable(wholeReasonOfAbsence)
    case .notFound where saysPathIsUnknown:
      .refused(
        .failed,
        Reason(
          "no_workload_manager",
          "\(wholeDescription): the server starts no runs from a \(source.kind.rawValue) (it has no workload manager, or is of another version)"
        )
      )
    case .notFound: .refused(.failed, Reason("refused", wholeDescription))
    case .unavailable: whileUnavailable
    case .refused where status == 405: .refused(.failed, Reason("not_runnable", wholeDescription))
    case .refused where status == 408 || status == 425: .retryable(Reason("busy", wholeDescription), retryAfter: retryAfter)
    case .refused: .refused(.failed, Reason("refused", wholeDescription))
    case .unexpected:
      mayHaveBeenSent ? .unclear(Reason("unclear_answer", wholeDescription)) : .refused(.failed, Reason("bad_request", wholeDescription))
    }
  }

  private var whileUnavailable: AttemptResult {
    switch status {
    case nil: mayHaveBeenSent ? .unclear(Reason("no_answer", wholeDescription)) : .unavailable(wholeReasonOfAbsence)
    // The server's limit of runs at a time: there will be room.
    case 429 where serverClass == "MaxConcurrentTasksError": .full(Reason("no_room", wholeDescription))
    // Out of time, while the work goes on: sent to one who asks again with the same key.
    case 429 where description.contains("Server too busy"): .unclear(Reason("busy", wholeDescription))
    case 429, 503: .retryable(Reason("busy", wholeDescription), retryAfter: retryAfter)
    default: .unclear(Reason("unclear_answer", wholeDescription))
    }
  }

  /// 404 for a record that is gone; a path that the server does not know says nothing of any record.
  var saysRecordIsGone: Bool { kind == .notFound && !saysPathIsUnknown && !description.contains("name template") }

  /// The web framework's own 404 names no exception of ZenML.
  private var saysPathIsUnknown: Bool { serverClass == nil }

  var finding: OnlineFinding {
    switch kind {
    case .notFound, .conflict: .problems([description])
    case .refused where status == nil: .problems([description])
    case .unavailable, .credentials, .refused, .unexpected: .cannotBeAsked(description)
    }
  }
}
