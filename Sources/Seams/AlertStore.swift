import Alerts

/// Where open alerts, and those on their way, outlive the daemon.
///
/// Callers may rely on this: changes are written whole or not at all; what `saveAlerts` returned for survives a crash; what cannot be read
/// is counted and left, and everything else is read.
package protocol AlertStore: Sendable {
  /// As it was saved last; empty before the first time.
  func alertMemory() async throws(StoreError) -> AlertMemory
  func saveAlerts(_ changes: AlertChanges) async throws(StoreError)
}
