import CivilTime
import Glibc
import Seams

/// A store, and what had to be done to have one.
package struct OpenedStore: Sendable {
  package let store: SQLiteStore
  /// Nil when the file was sound, or new.
  package let damage: SetAsideStore?
}

/// A damaged file that a new one has taken the place of.
package struct SetAsideStore: Hashable, Sendable {
  /// Where it is now.
  package let path: String
  /// What was wrong with it.
  package let problem: String
}

extension SQLiteStore {
  /// As `init(path:)`; a damaged file is set aside as `<path>.damaged-<UTC time>`, with its log, and a new one made: what
  /// the server and the schedule files say comes back with the next sync, the ledger's history does not.
  ///
  /// The caller is to say so loudly. Another program's database, and one of a newer Carillon, are not damaged: they stay
  /// where they are, and this throws.
  /// - Parameter now: names the file that is set aside.
  package static func openOrRebuild(path: String, now: Instant) throws(StoreError) -> OpenedStore {
    do throws(StoreError) {
      return OpenedStore(store: try SQLiteStore(path: path), damage: nil)
    } catch  where error.kind == .damaged {
      return try rebuild(path: path, because: error, now: now)
    }
  }

  /// Sets the file aside and makes a new one, for damage that shows after the store was opened; nothing may have it open.
  package static func rebuild(path: String, because error: StoreError, now: Instant) throws(StoreError) -> OpenedStore {
    let aside = try freeName("\(path).damaged-\(now.compactISO8601)")
    // The log first: alone, or with a new file, it would be taken for that file's.
    for suffix in ["-wal", "-shm", ""] { try move(path + suffix, to: aside + suffix) }
    return OpenedStore(
      store: try SQLiteStore(path: path), damage: SetAsideStore(path: aside, problem: error.description))
  }

  /// Two in one second get numbers.
  static func freeName(_ name: String) throws(StoreError) -> String {
    for number in 1...100 {
      let candidate = number == 1 ? name : "\(name)-\(number)"
      if access(candidate, F_OK) != 0 { return candidate }
    }
    throw StoreError(.other, "\(name): there are a hundred files of this name; remove some")
  }

  private static func move(_ old: String, to new: String) throws(StoreError) {
    guard rename(old, new) != 0, errno != ENOENT else { return }
    throw StoreError(.other, "\(old): damaged, and cannot be renamed to \(new): \(String(cString: strerror(errno)))")
  }
}
