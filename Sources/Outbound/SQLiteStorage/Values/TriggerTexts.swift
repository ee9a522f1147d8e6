import GRDB
import Scheduling

/// The triggers of ledger rows as they are written: a sign where it is that of the row's revision, else its JSON.
///
/// To find out takes a look at the revision and writing the JSON, once for the fires of a schedule that follow each other.
///
/// @unchecked Sendable: touched only on the writer's queue, which a `Database` argument proves.
final class TriggerTexts: @unchecked Sendable {
  private struct Known {
    let revision: Int
    var trigger: Trigger
    /// Nil: that of the revision.
    let text: [UInt8]?
  }

  private var latest: [Identifier: Known] = [:]
  private var json = JSONWriter()
  private var values = WrittenValues()

  /// Ten megabytes; beyond, it starts afresh.
  private static let countLimit = 196_608
  /// Among more than these no text of its own is kept: they would be many times as large.
  private static let ownTextLimit = 10_000
  private static let sign = Array(LedgerTable.revisionTrigger.utf8)

  /// The text without secrets; nil for no trigger.
  func withText<Result>(
    of row: LedgerRow, _ writer: Database, _ body: (UnsafeBufferPointer<UInt8>?) throws -> Result
  ) throws -> Result {
    guard let trigger = row.trigger else { return try body(nil) }
    if let known = known(trigger, of: row) { return try (known.text ?? Self.sign).withUnsafeBufferPointer { try body($0) } }
    let text = try text(of: trigger, row, writer)
    if text == nil || latest.count < Self.ownTextLimit {
      keep(Known(revision: row.revision, trigger: trigger, text: text), of: row.scheduleID)
    }
    return try (text ?? Self.sign).withUnsafeBufferPointer { try body($0) }
  }

  private func known(_ trigger: Trigger, of row: LedgerRow) -> Known? {
    guard let known = latest[row.scheduleID], known.revision == row.revision else { return nil }
    if known.trigger.isCopy(of: trigger) { return known }
    guard known.trigger == trigger else { return nil }
    // The next row has a copy of this one.
    latest[row.scheduleID]?.trigger = trigger
    return known
  }

  /// To be called when a revision is put: the fires of a schedule mostly do what it says.
  func note(_ revision: Revision, _ writer: Database) {
    guard let trigger = revision.definition.trigger else { return latest[revision.scheduleID] = nil }
    keep(Known(revision: revision.number, trigger: trigger, text: nil), of: revision.scheduleID)
  }

  private func keep(_ known: Known, of schedule: Identifier) {
    if latest.count >= Self.countLimit { latest.removeAll(keepingCapacity: true) }
    latest[schedule] = known
  }

  /// To be called when a transaction failed: revisions that it put are not there.
  func forgetAll(_ writer: Database) { latest.removeAll() }

  /// Nil: that of the revision.
  private func text(of trigger: Trigger, _ row: LedgerRow, _ writer: Database) throws -> [UInt8]? {
    json.clear()
    json.trigger(trigger, &values)
    let text = json.withText(Array.init)
    let isThatOfRevision = try PreparedStatement(writer, Self.comparison).first(of: "revision") { binder in
      binder.bind(row.scheduleID)
      binder.bind(row.revision)
      text.withUnsafeBufferPointer { binder.bind(utf8: $0) }
    } _: {
      try $0.nextIfAny(Bool.self)
    }
    return isThatOfRevision == true ? nil : text
  }

  private static let comparison = "SELECT trigger = ?3 FROM revision WHERE schedule_id = ?1 AND number = ?2"
}
