import Scheduling
import ZenML

extension ServerRuns {
  /// What it means for a fire that the server, asked what to start, did not say it. Nothing of the fire was sent yet.
  ///
  /// While the project is not there, nothing in it is: that is no word about what was asked for, and the fire waits.
  /// - Parameter noun: of what was asked for, as it stands in codes: `run_template`.
  func meaning(of error: ZenMLError, resolving noun: String) async -> AttemptResult {
    guard error.saysRecordIsGone, let absence = await absenceOfProject() else { return error.whileResolving(noun) }
    return .unavailable(absence)
  }

  /// Asked anew: what is known of it may be older than its end. Nil when it is there, and when the server does not tell.
  private func absenceOfProject() async -> Reason? {
    do throws(ZenMLError) {
      _ = try await client.activeProject()
      return nil
    } catch {
      switch error.kind {
      // Whether what was asked for is missing is known when the server is back.
      case .unavailable, .credentials: return error.wholeReasonOfAbsence
      // A server that knows no projects has none to miss.
      case .notFound: return error.serverClass == nil ? nil : error.wholeReasonOfAbsence
      case .conflict, .refused, .unexpected: return nil
      }
    }
  }
}
