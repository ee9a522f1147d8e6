/// What stands behind a session: when it no longer holds, the session ends.
package enum Voucher: Hashable, Sendable {
  /// The daemon's user or root, who made a one-time link: holds until the session is over.
  case machine
}
