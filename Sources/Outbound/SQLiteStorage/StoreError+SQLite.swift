import GRDB
import Seams

/// What the store was asked to do, as an error names it.
enum StoreActivity: String {
  case opening = "open the store"
  case readingLedger = "read the ledger"
  case writingLedger = "write the ledger"
  case readingCache = "read the cached records"
  case writingCache = "write the cached records"
  case readingOutbox = "read the outbox"
  case writingOutbox = "write the outbox"
  case pruning = "delete old rows"
  case shrinking = "give pages back"
  case backingUp = "make a copy of the store"
  case checking = "check the store"
  case readingAlerts = "read the open alerts"
  case writingAlerts = "write the open alerts"
  case readingLocalSchedules = "read the local schedules"
  case writingLocalSchedules = "write the local schedules"
  case readingAuditLog = "read the audit log"
  case writingAuditLog = "write the audit log"
  case writingRequestKeys = "write the keys of requests"
  case readingKeys = "read the keys"
  case writingKeys = "write the keys"
  case exporting = "export the store"
  case importing = "import a store"
  case migrating = "change the schema of the store"
  case noting = "note its state in the store"
}

/// A row that SQLite returns and Carillon cannot make sense of.
struct UnreadableRow: Error {
  let table: String
  let problem: String
}

extension StoreError {
  /// SQLite's message names tables and columns, never the values of a statement; GRDB's own description may, so it is
  /// left out.
  init(_ error: any Error, while activity: StoreActivity, path: String) {
    let attempt = "\(path): cannot \(activity.rawValue)"
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError:
      let kind = Kind(error.extendedResultCode)
      let answer = error.message ?? "\(error.resultCode)"
      self.init(kind, "\(attempt): \(answer) (SQLite code \(error.extendedResultCode.rawValue))\(kind.advice)")
    case is MovedFile:
      let advice = "put it back where it was, or restart the daemon, which begins with what is there"
      self.init(.other, "\(attempt): the file was moved, removed or replaced while it was in use; nothing was written; \(advice)")
    case is CancellationError: self.init(.other, "\(attempt): it was told to stop")
    case let error as UnreadableRow:
      self.init(.damaged, "\(attempt): table \(error.table): \(error.problem)\(Kind.damaged.advice)")
    default:
      self.init(.other, "\(attempt): \(type(of: error))")
    }
  }
}

extension StoreError.Kind {
  init(_ code: ResultCode) {
    switch code {
    // The shared memory beside the file could not grow: the first thing to fail when a small file system is full.
    case .SQLITE_FULL, .SQLITE_IOERR_SHMSIZE: self = .full
    case .SQLITE_READONLY, .SQLITE_PERM: self = .readOnly
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_IOERR_CORRUPTFS: self = .damaged
    default: self = .other
    }
  }

  /// What to do, behind a semicolon.
  fileprivate var advice: String {
    switch self {
    case .full: "; nothing was written: make room on its file system"
    case .readOnly: "; make the file and its directory writable for the daemon's user"
    case .damaged: "; stop the daemon and move the file away: a new one is made at the next start"
    case .other: ""
    }
  }
}
