import Scheduling

/// A place that fires act on: one implementation for each kind of trigger.
///
/// Callers may rely on this:
/// - Every request carries the fire's identity, unchanged over any number of calls for the same fire.
/// - No call throws: what went wrong is part of the answer, in words that hold no secret.
/// - Every call ends: it has time limits of its own.
package protocol TriggerTarget: Sendable {
  /// Sends the fire. Called only after the fire is durable in the ledger.
  func start(_ fire: Fire) async -> AttemptResult

  /// Asks what became of a fire whose answer was lost, by its frozen identity. Starts nothing.
  func lookUp(_ fire: Fire) async -> LookUpResult

  /// Asks for the end of what the fire started; the end itself comes as an observation.
  /// - Parameter force: without giving it time to clean up.
  func stop(_ fire: Fire, force: Bool) async -> StopResult

  /// The run's changes until it has ended; the last element holds a final outcome, unless the stream is cancelled.
  func observations(of fire: Fire) -> AsyncStream<RunObservation>
}
