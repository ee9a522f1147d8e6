import CivilTime
import ControlMessages
import Foundation
import Glibc
import HostTime
import SQLiteStorage
import Scheduling
import Seams
import Services

/// A store that no daemon uses just now.
struct LocalStore {
  private let store: SQLiteStore
  private let path: String
  /// Keeps daemons away; nil for a file of its own, such as a backup.
  private let lock: StateDirectoryLock?
  /// Where the file itself may not be written to.
  private let copy: StoreCopy?

  /// The store of a state directory, under its lock.
  init(stateDirectory: String) throws {
    let path = "\(stateDirectory)/carillon.db"
    try Self.expectFile(path)
    lock = try DaemonError.wrap { try StateDirectoryLock(directory: stateDirectory) }
    (store, self.path, copy) = (try SQLiteStore(path: path), path, nil)
  }

  /// - Parameter isCopied: whether what is opened is a copy of it; nil: where it may not be written to.
  init(file: String, isCopied: Bool? = nil) throws {
    try Self.expectFile(file)
    let own = Self.ownPath(of: file)
    // SQLite takes an empty file for a database without tables, and a store would be made of it.
    let size = try? FileManager.default.attributesOfItem(atPath: own)[.size] as? Int
    if size == 0 { throw ControlProblem(.badRequest, "\(file): it is empty: this is no store") }
    (lock, path) = (nil, file)
    let isCopied = isCopied ?? StoreCopy.isNeeded(for: own)
    copy = try isCopied ? StoreCopy(of: own) : nil
    store = try copy?.store ?? SQLiteStore(path: own)
  }

  /// A store would be made where none is.
  private static func expectFile(_ path: String) throws {
    guard access(path, R_OK) == 0 else {
      throw ControlProblem(.badRequest, "\(path): \(String(cString: strerror(errno)))")
    }
  }

  /// The path of a file itself, whatever links lead to it: its log lies beside it, and a copy of a link would be none.
  private static func ownPath(of path: String) -> String {
    guard let found = realpath(path, nil) else { return path }
    defer { free(found) }
    return String(cString: found)
  }

  func backUp(to path: String) async throws -> BackupMessage {
    try await store.backUp(to: path)
    return BackupMessage(path: path)
  }

  func verify() async throws -> VerifyMessage {
    let damage = try await store.check()
    guard damage.isEmpty else { return VerifyMessage(path: path, damage: damage, audit: nil) }
    let report = try await LedgerAuditor(store: store, zoneNamed: CommandParts.zone(named:)).audit(
      from: nil, to: Moments.fromMachineClock().now)
    // No daemon writes it: what has become due since then is not in it, and was not looked at.
    let end = min(report.range.upperBound, report.coveredUntil ?? .distantFuture)
    let range = report.range.lowerBound..<max(report.range.lowerBound, end)
    return VerifyMessage(path: path, damage: [], audit: AuditMessage(report, range: range))
  }
}
