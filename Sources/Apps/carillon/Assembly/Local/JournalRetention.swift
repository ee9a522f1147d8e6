import CivilTime
import Logging
import Seams

/// Keeps the audit log and the answers to requests from growing for ever.
struct JournalRetention {
  let journal: any AuditLogStore & RequestKeyStore
  /// Of the ledger; nil: for ever.
  let age: Duration?
  let log: Logger

  /// Each may hold a definition before and after: a few kilobytes.
  private static let lines = 100_000
  /// Small enough that fires do not wait behind them.
  private static let batch = 2000
  /// Who sends a request again does so within the day.
  private static let keyAge: Duration = .seconds(86_400)

  func tidy(now: Instant) async {
    do throws(StoreError) {
      let horizon = age.map { now.advanced(by: .zero - $0) }
      var removed = 0
      while true {
        let count = try await journal.pruneAuditLog(before: horizon, keeping: Self.lines, batch: Self.batch)
        removed += count
        if count < Self.batch { break }
      }
      if removed > 0 { log.info("old lines of the audit log deleted", metadata: ["lines": "\(removed)"]) }
      _ = try await journal.forgetRequestKeys(before: now.advanced(by: .zero - Self.keyAge))
    } catch {
      log.error("old lines of the audit log cannot be deleted", metadata: ["error": "\(error)"])
    }
  }
}
