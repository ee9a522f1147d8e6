import CivilTime
import Dispatch

/// The time of day, and a way to be told when it comes.
///
/// Callers may rely on this: `now` is what the machine believes, and can step in either direction; an alarm is never
/// early by that clock, and it goes off also when the clock is set or the machine wakes from suspend.
package protocol WallClock: Sendable {
  func now() -> Instant

  /// Time that has passed, suspends included, since some fixed point: nobody sets this one. What `now` gains or loses
  /// against it is a step of the clock.
  func elapsed() -> Duration

  /// An alarm that calls `handler` on `queue`. It is not set yet.
  func makeAlarm(on queue: DispatchQueue, handler: @escaping @Sendable () -> Void) -> any Alarm
}

/// Goes off at the instant for which it is set, once, and may go off before it when the clock is stepped.
package protocol Alarm: Sendable {
  /// Replaces the earlier setting; nil: off. An instant that has passed lets it go off at once.
  func set(_ instant: Instant?)

  /// Off for ever; the handler is not called again once the queue has drained.
  func cancel()
}
