import ControlMessages

extension WriteJournal {
  /// Writes down that somebody is let in. Who cannot be written down is not.
  func noteSignIn(of caller: Caller, _ operation: String, _ context: ControlContext) async throws(ControlProblem) {
    let line = try await begin(
      WriteRecord(
        who: caller.name, role: caller.role, origin: context.origin, operation: operation, subject: nil, requestID: context.requestID,
        asked: nil, before: nil))
    await end(line, WriteEnding(status: 200, problem: nil, subject: nil, before: nil, after: nil))
  }
}
