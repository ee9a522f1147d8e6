import ControlMessages

/// What the daemon does for those who ask over the control API; the API itself only translates.
///
/// What callers may rely on:
/// - Every failure is a `ControlProblem`, whose message says what was asked, why not and what to do.
/// - A name that no schedule has is `notFound`, one that several have is `ambiguous` with their ids as candidates; an id
///   is never ambiguous.
/// - Lists are complete up to their limit and in a stable order.
package protocol ControlOperations: Sendable {
  /// All schedules, by name, then id.
  func schedules() async throws(ControlProblem) -> [ScheduleItem]
  func schedule(_ nameOrID: String) async throws(ControlProblem) -> ScheduleItem

  /// The newest `limit` rows of the ledger, newest first: of one schedule (name or id), or of all with nil.
  func runs(schedule: String?, limit: Int) async throws(ControlProblem) -> [RunItem]
  func run(_ fireID: String) async throws(ControlProblem) -> RunItem

  /// Claims a manual fire now and returns its row without waiting for the run; `conflict` when its state forbids it.
  func trigger(_ nameOrID: String) async throws(ControlProblem) -> RunItem

  /// Synchronises with the server at once and returns how it went; `conflict` without a server in the configuration.
  func sync() async throws(ControlProblem) -> SyncMessage
  func status() async throws(ControlProblem) -> StatusMessage
}
