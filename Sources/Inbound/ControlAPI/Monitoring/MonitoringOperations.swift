import ControlMessages
import Exposition

/// What the daemon tells those who watch it.
package protocol MonitoringOperations: Sendable {
  /// Whether the process does anything at all. Always ends, also while the engine is stuck.
  func health() async -> HealthMessage
  /// Whether it does what it is there for: schedules are armed, and what is due can be written down and started.
  func readiness() async -> HealthMessage
  func metrics() async -> [MetricFamily]
}
