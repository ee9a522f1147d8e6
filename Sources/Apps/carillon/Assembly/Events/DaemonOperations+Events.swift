import ControlAPI
import ControlMessages
import Engine
import Scheduling
import Seams
import Triggers

/// What is told to others as it happens, and what they tell.
extension DaemonOperations {
  func events(_ query: EventQuery) async throws(ControlProblem) -> EventSubscription {
    var schedule: Identifier?
    if let name = query.schedule { schedule = try await identifier(name) }
    let listener = hub.listen(schedule: schedule, after: query.after, follows: query.follows)
    return EventSubscription(
      next: { await listener.next() }, cancel: { [hub] in hub.forget(listener) }, whenCut: { listener.whenCut($0) })
  }

  func isCallback(_ token: String) -> Bool { callbackURLs?.token(token) != nil }

  /// What a wrong token is told says nothing of the right ones.
  func callBack(_ token: String, _ message: CallbackMessage) async throws(ControlProblem) {
    guard let token = callbackURLs?.token(token) else { throw ControlProblem(.notFound, "there is no such callback") }
    let end = message.observation
    let row = await engine.activeRow(token.fire)
    let isAwaited = row?.attempt == token.attempt
    // A service may call twice, or when nobody waits any more; what is kept for those to come is bounded.
    guard isAwaited else { return try await answerLate(end, token) }
    guard callbacks.deliver(end, for: token) else {
      throw ControlProblem(.conflict, "fire \(token.fire) was called back before: the first call counts")
    }
    // Until our request is answered the fire cannot end, and the service may answer it only behind this call.
    if row?.outcome == .started { try await waitUntilWritten(token) }
  }
}

extension DaemonOperations {
  /// A call that was kept, and that nobody took before the fire ended otherwise, is not in the ledger.
  private func answerLate(_ end: RunObservation, _ token: CallbackToken) async throws(ControlProblem) {
    if callbacks.hasHandedOver(end, for: token) { return try await waitUntilWritten(token) }
    guard try await isWritten(end, of: token) else {
      throw ControlProblem(.conflict, "fire \(token.fire) does not wait for this callback: it, or that attempt, has ended")
    }
  }

  private func waitUntilWritten(_ token: CallbackToken) async throws(ControlProblem) {
    guard await engine.hasWrittenEnd(of: token.fire, attempt: token.attempt) else {
      throw ControlProblem(.unavailable, "the end of fire \(token.fire) is not written down yet; call again")
    }
  }

  /// True when the ledger has this end of that attempt: an earlier daemon took the call, and could not say so any more.
  private func isWritten(_ end: RunObservation, of token: CallbackToken) async throws(ControlProblem) -> Bool {
    let row = try await rows(LedgerQuery(fire: token.fire, limit: 1)).first
    return row?.attempt == token.attempt && row?.runStatus == end.status && row?.outcome == end.outcome
  }
}

extension CallbackMessage {
  /// With all its words: they are shortened when the secrets in them are hidden, since a part of one would not be found.
  var observation: RunObservation {
    let outcome: Outcome =
      switch status {
      case .succeeded: .succeeded
      case .failed: .failed
      case .cancelled: .cancelled
      }
    return RunObservation(
      status: "called back: \(status.rawValue)", outcome: outcome,
      reason: status == .succeeded
        ? nil : Reason("called_back", reason.map { "the service called back: \($0)" } ?? "the service called back: \(status.rawValue)"))
  }
}
