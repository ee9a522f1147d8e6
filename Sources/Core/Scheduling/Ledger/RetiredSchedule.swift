import CivilTime

/// What is remembered of a schedule that was removed.
package struct RetiredSchedule: Hashable, Sendable {
  /// Its last revision: one that comes back counts on.
  package var revision: Int
  /// Up to where rows cover it: one that comes back answers for no instant twice.
  package var coveredUntil: Instant
  /// Its fires that are still under way hold it.
  package var mutex: String?

  package init(revision: Int, coveredUntil: Instant, mutex: String? = nil) {
    self.revision = revision
    self.coveredUntil = coveredUntil
    self.mutex = mutex
  }
}
