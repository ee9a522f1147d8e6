import CivilTime
import Scheduling

extension LedgerRow {
  /// In the order of `LedgerTable.columns`.
  /// - Parameter triggerText: the JSON of `trigger` without secrets.
  func bindAll(to binder: inout ColumnBinder, triggerText: String?) {
    binder.bind(id)
    binder.bind(kind.rawValue)
    binder.bind(scheduleID)
    binder.bind(scheduleName)
    binder.bind(revision)
    binder.bind(due)
    binder.bind(dueLast)
    binder.bind(count)
    bindOutcome(to: &binder)
    binder.bind(claimedAt)
    binder.bind(sentAt)
    binder.bind(finishedAt)
    bindRun(to: &binder)
    binder.bind(triggerText)
  }

  /// In the order of `LedgerTable.update`.
  func bindChanges(to binder: inout ColumnBinder) {
    binder.bind(dueLast)
    binder.bind(count)
    bindOutcome(to: &binder)
    binder.bind(sentAt)
    binder.bind(finishedAt)
    bindRun(to: &binder)
    binder.bind(id)
  }

  private func bindOutcome(to binder: inout ColumnBinder) {
    binder.bind(outcome.rawValue)
    binder.bind(reason?.code)
    binder.bind(reason?.sentence)
    binder.bind(carriedBy)
  }

  private func bindRun(to binder: inout ColumnBinder) {
    binder.bind(attempt)
    binder.bind(runID)
    binder.bind(runName)
    binder.bind(runStatus)
  }

  /// In the order of `LedgerTable.columns`.
  init(reading reader: inout ColumnReader) throws {
    // Arguments are evaluated from left to right, which is the order of the columns.
    self.init(
      id: try reader.next(), kind: try reader.nextCase(), scheduleID: try reader.next(), scheduleName: try reader.next(),
      revision: try reader.next(), due: try reader.next(), dueLast: try reader.next(), count: try reader.next(),
      outcome: try reader.nextCase(), reason: try Reason(reading: &reader), carriedBy: try reader.nextIfAny(),
      claimedAt: try reader.next(), sentAt: try reader.nextIfAny(), finishedAt: try reader.nextIfAny(),
      attempt: try reader.next(), runID: try reader.nextIfAny(), runName: try reader.nextIfAny(),
      runStatus: try reader.nextIfAny(), trigger: try reader.nextJSONIfAny())
  }
}

extension Reason {
  /// Two columns, code and sentence.
  fileprivate init?(reading reader: inout ColumnReader) throws {
    let code = try reader.nextIfAny(String.self)
    let sentence = try reader.nextIfAny(String.self)
    guard let code, let sentence else { return nil }
    self.init(code, sentence)
  }
}
