import CivilTime
import Engine
import Exposition
import Scheduling

/// How much of everything there is just now.
enum SchedulerFamilies {
  static func of(_ figures: SchedulerEngine.Figures, circuits: [CircuitLabel: Int]) -> [MetricFamily] {
    let scheduler = figures.scheduler
    return [
      MetricFamily(
        "carillon_schedules", .gauge, "Schedules by state.",
        ScheduleStatus.State.allCases.map { state in
          MetricSample(Double(scheduler.schedules[state] ?? 0), [MetricLabel("state", state.rawValue)])
        }),
      .gauge("carillon_next_due_timestamp_seconds", "When the next fire is due, as Unix time.", scheduler.nextDue?.unixSeconds),
      .gauge("carillon_fires_under_way", "Fires without a final outcome.", Double(scheduler.underWay)),
      .gauge("carillon_fires_gated", "Fires that are ready, and wait for limits or for their target.", Double(scheduler.gated)),
      .gauge("carillon_fires_sending", "Fires that are being sent.", Double(figures.sending)),
      .gauge("carillon_wheel_timers", "Timers in the timer wheel.", Double(scheduler.timers)),
      .gauge("carillon_store_batches_waiting", "Batches of the engine that are not durable yet.", Double(figures.batchesWaiting)),
      MetricFamily(
        "carillon_circuit_state", .gauge, "How many of the targets behind the label have their circuit breaker in that state.",
        circuits.map { label, count in
          MetricSample(Double(count), [MetricLabel("target", label.target), MetricLabel("state", label.position.rawValue)])
        }),
    ]
  }
}

extension Instant {
  /// Seconds since 1970, as monitoring systems count.
  var unixSeconds: Double { Double(microsecondsSinceEpoch) / 1_000_000 }
}
