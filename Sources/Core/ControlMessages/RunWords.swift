/// The words of a run's fields, as the engine has them: tests compare the two.
package enum RunWords {
  package static let kinds = ["scheduled", "manual", "backfill", "chained"]

  package static let outcomes = [
    "claimed", "waiting", "started", "unknown", "succeeded", "failed", "cancelled", "timed_out", "lost", "rejected", "coalesced", "unbound",
    "skipped_overlap", "skipped_mutex", "skipped_missed_deadline", "skipped_misfire", "skipped_paused", "skipped_calendar",
    "skipped_max_runs", "removed",
  ]
}
