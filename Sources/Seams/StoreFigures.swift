/// How large the store is.
package struct StoreFigures: Hashable, Sendable {
  package var ledgerRows: Int
  /// Failed, lost, rejected and timed out fires that nobody has dealt with.
  package var deadLetters: Int
  /// Reports that wait for delivery.
  package var outbox: Int
  /// The database's file.
  package var fileBytes: Int
  /// What is written and not yet in that file.
  package var logBytes: Int

  package init(ledgerRows: Int, deadLetters: Int, outbox: Int, fileBytes: Int, logBytes: Int) {
    self.ledgerRows = ledgerRows
    self.deadLetters = deadLetters
    self.outbox = outbox
    self.fileBytes = fileBytes
    self.logBytes = logBytes
  }
}

/// A store that can be measured.
///
/// Callers may rely on this: nothing waits for it, writers least of all; it may take some ten milliseconds for each million rows.
package protocol MeasuredStore: Sendable {
  func figures() async throws(StoreError) -> StoreFigures
}
