import CivilTime

/// What the scheduler wants done, in this order.
package enum SchedulerEffect: Equatable, Sendable {
  /// Write it down; the answer is `.committed`. Batches are written in the order in which they come.
  case commit(LedgerBatch)
  /// Send it; the answer is `.attemptEnded`. Its claim is durable.
  case start(Fire)
  /// Ask its target about it; the answer is `.lookedUp`.
  case lookUp(Fire)
  /// Follow its run; the answers are `.runChanged`, up to a final outcome, or until `.unfollow`.
  case follow(Fire)
  /// Look at its run no more: the fire has ended, and its target has told no end of it.
  case unfollow(fire: Identifier)
  /// Ask its target to end its run, by force when the polite way was tried; the answer is `.stopAnswered`.
  case stop(Fire, force: Bool)
  /// Send `.clockAdvanced` at this time; nil: not before something else happens. Replaces the earlier wish.
  case wake(at: Instant?)
  /// New rules of a time zone have moved the next due instant.
  case moved(schedule: Identifier, from: Instant?, to: Instant?)
  /// The request for this fire cannot be met; nothing was written.
  case declined(fire: Identifier, Reason)
}
