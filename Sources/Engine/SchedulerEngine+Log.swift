import CivilTime
import Logging
import Scheduling

/// What of the ledger is told to the log: one line for each end, so that one search follows one fire.
extension SchedulerEngine {
  func logRow(_ row: LedgerRow) {
    switch row.outcome {
    case .claimed, .started: log.debug("fire moved on", metadata: metadata(row))
    case .waiting, .unknown: log.warning("fire waits", metadata: metadata(row))
    default: log.log(level: row.outcome.reportClass == .failure ? .warning : .info, "fire ended", metadata: metadata(row))
    }
  }

  func logMove(of schedule: Identifier, from: Instant?, to: Instant?) {
    let name = scheduler.status(of: schedule)?.schedule.name ?? schedule.description
    log.notice(
      "new time zone rules move a schedule",
      metadata: ["schedule": "\(name)", "from": "\(from?.iso8601 ?? "never")", "to": "\(to?.iso8601 ?? "never")"])
  }

  private func metadata(_ row: LedgerRow) -> Logger.Metadata {
    var metadata: Logger.Metadata = [
      "schedule": "\(row.scheduleName)", "fire": "\(row.id)", "due": "\(row.due.iso8601)", "outcome": "\(row.outcome.rawValue)",
    ]
    if let trace = row.traceID { metadata["trace_id"] = "\(trace)" }
    if row.count > 1 { metadata["count"] = "\(row.count)" }
    if let run = row.runID ?? row.runName { metadata["run"] = "\(run)" }
    if let lateness = row.latenessMilliseconds { metadata["lateness_ms"] = "\(lateness)" }
    if let reason = row.reason { metadata["reason"] = "\(reason.sentence)" }
    return metadata
  }
}
