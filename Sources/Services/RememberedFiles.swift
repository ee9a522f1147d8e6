import Scheduling

/// What an orderly end leaves of the schedule files. A start that finds the files and the ledger as they were takes the files' schedules
/// from the ledger, and reads the files when it is ready.
package struct RememberedFiles: Hashable, Sendable {
  /// `FileListing.fingerprint` of the last reading.
  package let files: String
  /// Of the store and its revisions in force.
  private let revisions: String

  /// Nil where the next start has to read the files first.
  /// - Parameters:
  ///   - statuses: the engine's, of which everything is written.
  ///   - instance: the store's.
  package init?(_ listing: FileListing, _ statuses: [ScheduleStatus], instance: Identifier) {
    guard let files = listing.fingerprint, listing.bindings.isEmpty, listing.schedules.allSatisfy(\.isWholeInLedger) else { return nil }
    self.files = files
    revisions = Self.fingerprint(
      statuses.lazy.filter { $0.schedule.definition.record.source == .file }.map { ($0.schedule.id, $0.revision) }, of: instance)
  }

  /// What the files say, from the ledger; nil when it holds something else than it did then.
  /// - Parameter stored: all that an earlier life left.
  package func listing(of stored: [StoredSchedule], instance: Identifier) -> FileListing? {
    let revisions = stored.lazy.map(\.revision).filter { $0.definition.record.source == .file }
    guard Self.fingerprint(revisions.map { ($0.scheduleID, $0.number) }, of: instance) == self.revisions else { return nil }
    var listing = FileListing(fingerprint: files)
    listing.isRemembered = true
    for revision in revisions {
      guard let schedule = FileSchedule(stored: revision.definition) else { return nil }
      listing.schedules.append(schedule)
    }
    return listing
  }

  private static func fingerprint(_ revisions: some Sequence<(Identifier, Int)>, of instance: Identifier) -> String {
    var sum = SHA256.Stream()
    for word in [instance.high, instance.low] { sum.add(bytesOf: word) }
    for (id, number) in revisions.sorted(by: { $0.0 < $1.0 }) {
      for word in [id.high, id.low, UInt64(number)] { sum.add(bytesOf: word) }
    }
    return sum.hexadecimalDigest
  }
}

/// One line of text.
extension RememberedFiles {
  package init?(_ text: String) {
    let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard parts.count == 2, parts.allSatisfy({ $0.count == 64 }) else { return nil }
    (files, revisions) = (parts[0], parts[1])
  }

  package var text: String { "\(files) \(revisions)\n" }
}
