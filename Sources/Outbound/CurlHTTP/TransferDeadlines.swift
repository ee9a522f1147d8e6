import Dispatch

/// The transfers that are not over, and when the first of them has to be.
///
/// One timer for all: most transfers are over long before their time, and a Dispatch timer for each cost more than that.
struct TransferDeadlines {
  private var transfers: [ObjectIdentifier: Transfer] = [:]
  /// At or before the earliest deadline; nil: no transfer has come since the last look.
  private(set) var nextLook: DispatchTime?

  var isEmpty: Bool { transfers.isEmpty }

  mutating func add(_ transfer: Transfer) {
    transfers[ObjectIdentifier(transfer)] = transfer
    nextLook = min(nextLook ?? transfer.deadline, transfer.deadline)
  }

  mutating func remove(_ transfer: Transfer) { transfers[ObjectIdentifier(transfer)] = nil }

  /// Those whose time is over; they stay until they are removed. - Complexity: O(transfers).
  mutating func overdue(at now: DispatchTime) -> [Transfer] {
    let overdue = transfers.values.filter { $0.deadline <= now }
    nextLook = transfers.values.lazy.map(\.deadline).filter { $0 > now }.min()
    return overdue
  }
}
