import CivilTime
import Scheduling

extension LedgerRow {
  /// In the order of `LedgerTable.columns`.
  /// - Parameter triggerText: the JSON of the trigger without secrets.
  func bindAll(to binder: inout ColumnBinder, triggerText: UnsafeBufferPointer<UInt8>?) throws {
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
    binder.bind(utf8: triggerText)
    binder.bind(details.isEmpty ? nil : try JSONText.encode(details))
  }

  /// In the order of `BatchWriter.change`, behind `due_last` and `count`.
  func bindChanges(to binder: inout ColumnBinder, sequence: Int64) {
    binder.bind(dueLast)
    binder.bind(count)
    bindEnd(to: &binder, sequence: sequence)
  }

  /// In the order of `BatchWriter.change`.
  func bindEnd(to binder: inout ColumnBinder, sequence: Int64) {
    bindOutcome(to: &binder)
    binder.bind(sentAt)
    binder.bind(finishedAt)
    bindRun(to: &binder)
    binder.bind(sequence)
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
  /// - Parameter trigger: reads the column of that name.
  init(
    reading reader: inout ColumnReader,
    trigger: (inout ColumnReader) throws -> Trigger? = { reader in try reader.nextTriggerIfAny() }
  ) throws {
    // Arguments are evaluated from left to right, which is the order of the columns.
    self.init(
      id: try reader.next(), kind: try reader.nextCase(), scheduleID: try reader.next(), scheduleName: try reader.next(),
      revision: try reader.next(), due: try reader.next(), dueLast: try reader.next(), count: try reader.next(),
      outcome: try reader.nextCase(), reason: try Reason(reading: &reader), carriedBy: try reader.nextIfAny(),
      claimedAt: try reader.next(), sentAt: try reader.nextIfAny(), finishedAt: try reader.nextIfAny(),
      attempt: try reader.next(), runID: try reader.nextIfAny(), runName: try reader.nextIfAny(),
      runStatus: try reader.nextIfAny(), trigger: try trigger(&reader), details: try reader.nextJSONIfAny() ?? FireDetails())
  }
}

extension Reason {
  /// Two columns, code and sentence.
  init?(reading reader: inout ColumnReader) throws {
    let code = try reader.nextIfAny(String.self)
    let sentence = try reader.nextIfAny(String.self)
    guard let code, let sentence else { return nil }
    self.init(code, sentence)
  }
}
