import Scheduling
import ZenML

/// What the daemon reads in a schedule of the server.
extension ZenMLSchedule {
  /// Its timing, with a `defect` where a field could not be read. Pipeline and orchestrator are known only when hydrated.
  package var record: ScheduleRecord {
    ScheduleRecord(
      id: id, name: name, source: .zenml, cronExpression: cronExpression, interval: interval,
      runOnceStartTime: runOnceStartTime, startTime: startTime, endTime: endTime, active: isActive, updated: updatedAt,
      pipelineID: pipelineID, orchestratorID: orchestratorID, defect: defects.isEmpty ? nil : defects.joined(separator: "; "))
  }

  /// The text of the run metadata `carillon.binding`; nil without one, and when not hydrated.
  package var bindingText: String? { runMetadata[ZenMLMetadataKey.binding]?.stringValue }

  /// The text of the run metadata `carillon.report`.
  package var reportText: String? { runMetadata[ZenMLMetadataKey.report]?.stringValue }
}

/// The keys under which Carillon reads and writes run metadata, always JSON text of type `str`: the server merges the
/// dicts of all rows ever written, so that stale keys would survive.
package enum ZenMLMetadataKey {
  package static let binding = "carillon.binding"
  package static let report = "carillon.report"
}
