import CivilTime
import Scheduling

/// The ledger page by page.
///
/// Callers may rely on this:
/// - A page is read in one piece: rows that are written meanwhile are on it entirely or not at all.
/// - The time that a page takes does not grow with the ledger: see `LedgerPage.isTotalExact`.
package protocol LedgerPages: Sendable {
  func page(_ query: LedgerPageQuery) async throws(StoreError) -> LedgerPage
}

package struct LedgerPageQuery: Sendable {
  package enum Order: Hashable, Sendable {
    /// By due instant; of those due together by when they were written.
    case due
    /// By when they were written.
    case written
  }

  package var conditions: [LedgerCondition]
  /// One condition is enough; otherwise all have to hold.
  package var matchesAny: Bool
  package var order: Order
  package var isDescending: Bool
  /// How many rows to leave out.
  package var offset: Int
  package var limit: Int
  /// How many rows are looked at for a condition that no index answers, from the end that comes first in the order. So many rows of several
  /// instants, of all schedules, are looked at for one that is due by a later instant than its first: those that end soonest.
  package var lookLimit: Int
  /// How far rows are counted.
  package var countLimit: Int

  /// A fifth of a second on a laptop; a year of ten schedules that fire once an hour has 87 600 rows.
  package static let lookLimitStandard = 200_000
  package static let countLimitStandard = 100_000

  package init(
    _ conditions: [LedgerCondition] = [], matchesAny: Bool = false, order: Order = .due, isDescending: Bool = true, offset: Int = 0,
    limit: Int = 20, lookLimit: Int = lookLimitStandard, countLimit: Int = countLimitStandard
  ) {
    self.conditions = conditions
    self.matchesAny = matchesAny
    self.order = order
    self.isDescending = isDescending
    self.offset = offset
    self.limit = limit
    self.lookLimit = lookLimit
    self.countLimit = countLimit
  }
}

package struct LedgerPage: Hashable, Sendable {
  package var rows: [LedgerRow]
  /// How many rows the query finds on all pages.
  package var total: Int
  /// False when counting or looking stopped at a limit: there may be more than `total`, and more pages.
  package var isTotalExact: Bool

  package init(rows: [LedgerRow], total: Int, isTotalExact: Bool) {
    self.rows = rows
    self.total = total
    self.isTotalExact = isTotalExact
  }
}
