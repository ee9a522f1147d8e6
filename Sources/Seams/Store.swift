import CivilTime
import Scheduling

/// Where the ledger, the cache of records and the outbox live.
///
/// Callers may rely on this:
/// - When a call that writes returns, what it wrote survives a crash of the process and of the machine.
/// - A call that throws has written nothing.
/// - Calls from several tasks are safe; writes take effect in the order in which they were called by one task.
package protocol Store: Sendable {
  // MARK: The engine's part

  /// What an earlier life of the daemon left.
  func restore() async throws(StoreError) -> StoredState

  /// Writes the batches in order, in one transaction. A claim whose id, or whose (schedule, due) among scheduled rows, is
  /// in the ledger already is left out and named in the answer; a range whose id is there already is left out silently.
  func commit(_ batches: [LedgerBatch]) async throws(StoreError) -> CommitResult

  // MARK: The cache of records

  func sourceCache() async throws(StoreError) -> SourceCache
  func saveSourceCache(_ changes: SourceCacheChanges) async throws(StoreError)

  // MARK: The outbox

  /// Reports that are due for delivery at `now`, oldest first, at most `limit`.
  func waitingReports(at now: Instant, limit: Int) async throws(StoreError) -> [WaitingReport]
  /// How many wait, due or not, and when the next one is due.
  func outboxState() async throws(StoreError) -> OutboxState
  /// Takes a report out, delivered or not worth delivering.
  func removeReport(_ id: Int64, delivered: DeliveredReport?) async throws(StoreError)
  func postponeReport(_ id: Int64, until: Instant, error: String) async throws(StoreError)
  /// What was last delivered for a schedule.
  func lastDelivery(for schedule: Identifier) async throws(StoreError) -> DeliveredReport?

  // MARK: Upkeep

  /// Deletes rows whose last instant lies before a horizon that the limits give, in one bounded batch: at most `batch`
  /// rows, never one without a final outcome, never one after which the ledger would have a hole. `rows` and `bytes` take none of the
  /// last day.
  func prune(_ limits: RetentionLimits, now: Instant, batch: Int) async throws(StoreError) -> PruneResult
  /// As `PruneResult.horizon`.
  func horizon() async throws(StoreError) -> Instant?
  /// Gives free pages back to the file system, at most so many bytes.
  func shrink(atMost bytes: Int) async throws(StoreError)
  /// A consistent copy as one file, while everything goes on. Cancelling the task ends it at once: it throws, and leaves no file.
  func backUp(to path: String) async throws(StoreError)
  /// Whether the file is sound; reads all of it, beside the writer. Cancelling the task ends it at once: it throws, and nothing is found.
  func check() async throws(StoreError) -> [String]

  // MARK: Questions

  /// Every revision with the time for which it answers, of all schedules, gone ones included; only those that answer for
  /// something in the range.
  /// - Parameters:
  ///   - inForceThrough: those in force answer up to there at least, however little the ledger says that it covers.
  ///   - schedules: only those; nil: all of them.
  func revisions(
    answeringIn range: Range<Instant>, inForceThrough: Instant, of schedules: Set<Identifier>?
  ) async throws(StoreError) -> [AnsweringRevision]
  /// The schedules that are not removed, in no order.
  func schedulesInForce() async throws(StoreError) -> [Identifier]
  /// The revision of a schedule with the highest number, be the schedule gone or not; nil where there is none.
  func newestRevision(of schedule: Identifier) async throws(StoreError) -> AnsweringRevision?
  /// The schedule that had the name last, be it gone or not.
  func lastSchedule(named name: String) async throws(StoreError) -> Identifier?
  /// Rows of kind `scheduled` that cover an instant in the range, by schedule and due, passed on one by one. Cancelling the task ends it
  /// at once: it throws.
  func scheduledRows(in range: Range<Instant>, _ body: @escaping @Sendable (LedgerSpan) -> Void) async throws(StoreError)
  /// Failed, lost, rejected and timed out fires that nobody has dealt with, newest first.
  func deadLetters(limit: Int) async throws(StoreError) -> [LedgerRow]
  /// How many of them there are, counted up to `limit`: cheap, however many have come together.
  func deadLetterCount(upTo limit: Int) async throws(StoreError) -> Int
  /// Whether a fire is one of them: cheap, however many there are. False for an unknown id.
  func isDeadLetter(_ fire: Identifier) async throws(StoreError) -> Bool
  /// Marks fires as dealt with. Unknown ids are left out.
  func settleDeadLetters(_ fires: [Identifier], as handling: DeadLetterHandling) async throws(StoreError) -> Int

  /// Rows, newest due first.
  func rows(_ query: LedgerQuery) async throws(StoreError) -> [LedgerRow]
  /// The rows that were added behind the one with this id, as they are now, in the order in which they were added; of more than `limit`
  /// the last ones. Nil: there is no row with this id.
  /// - Parameter id: nil: all rows were added behind it.
  func rowsAdded(after id: Identifier?, limit: Int) async throws(StoreError) -> [LedgerRow]?
}

extension Store {
  /// Those in force answer up to where the ledger covers them.
  package func revisions(answeringIn range: Range<Instant>) async throws(StoreError) -> [AnsweringRevision] {
    try await revisions(answeringIn: range, inForceThrough: .distantPast, of: nil)
  }
}

/// What the engine starts from.
package struct StoredState: Sendable {
  /// The revision in force of every schedule that is not removed.
  package var schedules: [StoredSchedule]
  /// Fires without a final outcome, oldest due first.
  package var unfinished: [LedgerRow]
  /// The schedules that are removed.
  package var retired: [Identifier: RetiredSchedule]
  /// This installation's id, made when the store was made.
  package var instance: Identifier

  package init(schedules: [StoredSchedule], unfinished: [LedgerRow], retired: [Identifier: RetiredSchedule], instance: Identifier) {
    self.schedules = schedules
    self.unfinished = unfinished
    self.retired = retired
    self.instance = instance
  }
}

package struct CommitResult: Hashable, Sendable {
  /// The ids of claims that the ledger refused.
  package var refused: Set<Identifier>
  package init(refused: Set<Identifier> = []) { self.refused = refused }
}

/// Which server's records they are, and of which of its projects, as the configuration names both.
package struct SourceOrigin: Hashable, Sendable {
  package var url: String
  package var project: String

  package init(url: String, project: String) { (self.url, self.project) = (url, project) }
}

extension SourceOrigin: CustomStringConvertible {
  package var description: String { "\(url), project \(project)" }
}

/// The last known records of the server.
package struct SourceCache: Sendable {
  package var schedules: [ServerSchedule]
  /// Nil before the first successful sync.
  package var lastSync: Instant?
  /// What was read at the last sync; nil: it is not known.
  package var origin: SourceOrigin?

  package init(schedules: [ServerSchedule] = [], lastSync: Instant? = nil, origin: SourceOrigin? = nil) {
    self.schedules = schedules
    self.lastSync = lastSync
    self.origin = origin
  }
}

package struct SourceCacheChanges: Sendable {
  package var upserts: [ServerSchedule]
  package var removals: [Identifier]
  package var lastSync: Instant
  package var origin: SourceOrigin?

  package init(upserts: [ServerSchedule], removals: [Identifier], lastSync: Instant, origin: SourceOrigin? = nil) {
    self.upserts = upserts
    self.removals = removals
    self.lastSync = lastSync
    self.origin = origin
  }
}

package struct WaitingReport: Sendable {
  package let id: Int64
  package let report: Report
  package let attempts: Int

  package init(id: Int64, report: Report, attempts: Int) {
    self.id = id
    self.report = report
    self.attempts = attempts
  }
}

package struct OutboxState: Hashable, Sendable {
  package var count: Int
  package var nextDue: Instant?

  package init(count: Int, nextDue: Instant?) {
    self.count = count
    self.nextDue = nextDue
  }
}

package struct LedgerQuery: Sendable {
  package var schedule: Identifier?
  package var fire: Identifier?
  /// Only fires whose ids lie so; asked alone, without anything else but the limit.
  package var fires: ClosedRange<Identifier>?
  /// Only rows that cover this instant.
  package var covering: Instant?
  package var limit: Int

  package init(
    schedule: Identifier? = nil, fire: Identifier? = nil, fires: ClosedRange<Identifier>? = nil, covering: Instant? = nil, limit: Int = 50
  ) {
    self.schedule = schedule
    self.fire = fire
    self.fires = fires
    self.covering = covering
    self.limit = limit
  }
}

/// How much of the past is kept.
package struct RetentionLimits: Hashable, Sendable {
  /// Rows whose last instant is older go; nil: none for its age.
  package var age: Duration?
  /// The oldest rows beyond so many go.
  package var rows: Int?
  /// The oldest rows go while the file, without its free pages, is larger.
  package var bytes: Int?

  /// So much is never too many rows or bytes: who looks in the morning finds the whole night, however small the limits, however great the
  /// herd.
  package static let keptByRowsAndBytes: Duration = .seconds(86_400)

  package init(age: Duration? = nil, rows: Int? = nil, bytes: Int? = nil) {
    self.age = age
    self.rows = rows
    self.bytes = bytes
  }
}

package struct PruneResult: Hashable, Sendable {
  package var removedRows: Int
  /// Every owed instant from here on is in the ledger, older ones may be gone; nil: nothing was ever deleted.
  package var horizon: Instant?
  /// True when another batch would remove more.
  package var hasMore: Bool
  /// True when there are more rows or bytes than the limits allow, for they are of the last day.
  package var isBeyondLimits: Bool

  package init(removedRows: Int, horizon: Instant?, hasMore: Bool, isBeyondLimits: Bool = false) {
    self.removedRows = removedRows
    self.horizon = horizon
    self.hasMore = hasMore
    self.isBeyondLimits = isBeyondLimits
  }
}

/// What became of a failed fire that somebody looked at.
package enum DeadLetterHandling: String, Hashable, Sendable { case replayed, dropped }

package struct StoreError: Error, Sendable, CustomStringConvertible {
  package enum Kind: Sendable, Equatable { case full, readOnly, damaged, other }
  package let kind: Kind
  package let description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
