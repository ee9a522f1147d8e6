import Engine
import Exposition
import Scheduling

/// What was fired since the start.
enum FireFamilies {
  static func of(_ tallies: FireTallies) -> [MetricFamily] {
    [
      MetricFamily(
        "carillon_fires_total", .counter, "Due instants with a final outcome, by kind, outcome and reason code.",
        tallies.ends.counts.map { end, count in
          let labels = [
            MetricLabel("kind", end.kind.rawValue), MetricLabel("outcome", end.outcome.rawValue), MetricLabel("reason", end.code ?? "none"),
          ]
          return MetricSample(Double(count), labels)
        }),
      .histogram(
        "carillon_fire_lateness_seconds", "From when a fire was to start, jitter and a calendar's deferral included, to its first byte.",
        byLabel("kind", tallies.lateness) { $0.rawValue }),
      .histogram(
        "carillon_fire_queue_wait_seconds", "From the claim of a fire to its first byte.", [(labels: [], histogram: tallies.queueWait)]),
      .histogram(
        "carillon_run_duration_seconds", "From the first byte to the end of what was started.",
        byLabel("trigger", tallies.runs) { $0.rawValue }),
      .histogram(
        "carillon_claim_batch_size", "Fires that were claimed in one transaction.", [(labels: [], histogram: tallies.claimBatches)]),
      .histogram(
        "carillon_store_commit_duration_seconds", "How long a transaction of the engine took.",
        [(labels: [], histogram: tallies.commits)]),
    ]
  }

  private static func byLabel<Key>(
    _ name: String, _ histograms: KeyedHistograms<Key>, _ value: (Key) -> String
  ) -> [(labels: [MetricLabel], histogram: Histogram)] {
    histograms.entries.map { ([MetricLabel(name, value($0.key))], $0.histogram) }.sorted { $0.0[0].value < $1.0[0].value }
  }
}
