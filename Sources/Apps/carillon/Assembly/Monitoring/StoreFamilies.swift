import CivilTime
import Exposition
import Seams
import Services

/// The ledger and the outbox; nothing of them while the store cannot be read.
enum StoreFamilies {
  static func of(_ figures: StoreFigures?) -> [MetricFamily] {
    guard let figures else { return [] }
    return [
      .gauge("carillon_outbox_reports", "Reports that wait for the server.", Double(figures.outbox)),
      .gauge("carillon_ledger_rows", "Rows of the ledger.", Double(figures.ledgerRows)),
      .gauge(
        "carillon_dead_letters", "Failed, lost, rejected and timed out fires that nobody has dealt with.", Double(figures.deadLetters)),
      MetricFamily(
        "carillon_store_file_bytes", .gauge, "Sizes of the store's files.",
        [
          MetricSample(Double(figures.fileBytes), [MetricLabel("file", "database")]),
          MetricSample(Double(figures.logBytes), [MetricLabel("file", "wal")]),
        ]),
    ]
  }
}

/// How the server's schedules are kept up with.
enum SyncFamilies {
  /// - Parameter since: what counts as the last success as long as there was none in this life.
  static func of(_ state: ScheduleSync.State, since: Instant, now: Instant) -> [MetricFamily] {
    let age = (state.lastSuccess ?? since).duration(to: now)
    return [
      .gauge(
        "carillon_sync_last_success_timestamp_seconds", "When the server was last read, as Unix time; 0: never.",
        state.lastSuccess?.unixSeconds ?? 0),
      .gauge("carillon_sync_age_seconds", "Since when the server has not been read; at least since the start.", max(0, age.decimalSeconds)),
      .flag("carillon_sync_failed", "1 while the last attempt to read the server failed.", state.error != nil),
    ]
  }
}
