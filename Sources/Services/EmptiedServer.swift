import CivilTime
import Scheduling

/// What is made of a server that lists no schedule any more where several were known: a lost permission and a restored database look
/// as if all had been deleted. Pure, and of this life: a restart begins anew.
struct EmptiedServer: Sendable {
  /// Long enough to mend a role or a database, or to notice; short enough that what was deleted does not go on for long.
  static let patience: Duration = .seconds(600)

  private enum Finding: Sendable {
    case nothing
    /// Its schedules go on as they were, to this read at the latest.
    case doubted(known: Int, until: Instant)
    /// They were removed.
    case believed(known: Int)
  }

  private var finding = Finding.nothing

  /// Whether what was read is to count: a read without any schedule, where several are known, counts when all reads have said the same
  /// for as long as patience lasts. Nobody can cut that short: who asks for a read mostly wants to see whether the server is well.
  /// - Parameter isAnother: what is known was read from another server, or another of its projects: this one need not know any of it.
  mutating func believes(listed: Int, known: Int, readAt: Instant, isAnother: Bool = false) -> Bool {
    guard listed == 0 else {
      finding = .nothing
      return true
    }
    // One schedule that is deleted is an everyday thing, also when it is the only one.
    guard known > 1, !isAnother else { return true }
    guard case .doubted(_, let until) = finding else {
      finding = .doubted(known: known, until: readAt.advanced(by: Self.patience))
      return false
    }
    guard readAt >= until else { return false }
    finding = .believed(known: known)
    return true
  }

  /// What the server lists is not known any more.
  mutating func readFailed() {
    if isDoubted { finding = .nothing }
  }

  /// True while the last read does not count.
  var isDoubted: Bool {
    if case .doubted = finding { true } else { false }
  }

  /// One sentence; nil when all is well.
  var problem: String? {
    switch finding {
    case .nothing: nil
    case .doubted(let known, let until):
      "the server lists no schedule any more, and \(known) were known: they go on as they were until \(until.roundedDownToSecond.iso8601), and "
        + "are removed then; if they were not deleted, look at the server, its database and what the key may read"
    case .believed(let known):
      "the server lists no schedule any more, and \(known) were removed; if that was not meant, look at the server, its database and what "
        + "the key may read: what it lists again counts again"
    }
  }
}
