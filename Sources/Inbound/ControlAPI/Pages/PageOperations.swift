import CivilTime
import ControlMessages
import WebPage

/// What the web page shows beyond what the API answers, ready to be drawn.
///
/// What callers may rely on: failures are as those of `ControlOperations`; no call reads or sorts more than a page needs, however many
/// schedules and rows there are; nothing that it returns holds a secret.
package protocol PageOperations: Sendable {
  /// The daemon's clock.
  var pageTime: Instant { get }

  func overview() async throws(ControlProblem) -> OverviewContent
  func schedulesContent(_ filter: ScheduleFilter) async throws(ControlProblem) -> SchedulesContent
  func scheduleContent(_ nameOrID: String) async throws(ControlProblem) -> ScheduleContent
  /// What the ledger keeps of a schedule that is gone; nil for one that it does not know, or that is there.
  func removedSchedule(_ nameOrID: String) async throws(ControlProblem) -> RemovedScheduleContent?
  func runsContent(_ filter: RunFilter) async throws(ControlProblem) -> RunsContent
  func runContent(_ fireID: String) async throws(ControlProblem) -> RunContent
  /// Nil while it is being counted; asking again later gets it.
  func forecastContent() async -> ForecastContent?
  func syncContent() async throws(ControlProblem) -> SyncContent
  /// The newest writes over the control API; nil where none are kept.
  func writeLines(limit: Int) async throws(ControlProblem) -> AuditLines?
}
