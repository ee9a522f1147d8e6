import CivilTime
import Dispatch
import Seams
import Synchronization

/// A wall clock that stands still until a test turns it.
package final class VirtualClock: WallClock {
  private struct State {
    var now: Instant
    var elapsed: Duration = .zero
    var alarms: [Int: Setting] = [:]
    var nextAlarm = 0
    /// Who waits for an alarm: for one at an instant, or for any.
    var expected: [(instant: Instant?, arrival: AsyncStream<Never>.Continuation)] = []
  }

  private struct Setting {
    var instant: Instant?
    let queue: DispatchQueue
    let handler: @Sendable () -> Void
  }

  private let state: Mutex<State>

  package init(_ now: Instant) { state = Mutex(State(now: now)) }

  package func now() -> Instant { state.withLock { $0.now } }

  package func elapsed() -> Duration { state.withLock { $0.elapsed } }

  package func makeAlarm(on queue: DispatchQueue, handler: @escaping @Sendable () -> Void) -> any Alarm {
    state.withLock { state in
      state.nextAlarm += 1
      state.alarms[state.nextAlarm] = Setting(instant: nil, queue: queue, handler: handler)
      return VirtualAlarm(clock: self, number: state.nextAlarm)
    }
  }

  /// Lets time pass until `instant`, and every alarm go off that has come.
  package func set(_ instant: Instant) {
    ring(
      state.withLock { state in
        state.elapsed += state.now.duration(to: instant)
        state.now = instant
        return Self.takeDue(&state)
      })
  }

  /// Sets the clock, in either direction, while no time passes. Like the kernel's, every alarm goes off then.
  package func step(by duration: Duration) {
    ring(
      state.withLock { state in
        state.now = state.now.advanced(by: duration)
        return state.alarms.sorted { $0.key < $1.key }.map(\.value)
      })
  }

  package func advance(by duration: Duration) { set(now().advanced(by: duration)) }

  /// The earliest time for which an alarm is set.
  package var nextAlarm: Instant? { state.withLock { $0.alarms.values.compactMap(\.instant).min() } }

  /// Returns when an alarm is set for `instant`: somebody waits for it, and it may come. Or when the task is cancelled.
  package func alarm(at instant: Instant) async {
    await expectAlarm(at: instant)
  }

  /// Waits until somebody waits for any time.
  /// - Returns: the earliest time for which an alarm is set; nil when the task is cancelled.
  package func anyAlarm() async -> Instant? {
    while !Task.isCancelled {
      if let next = nextAlarm { return next }
      await expectAlarm(at: nil)
    }
    return nil
  }

  /// - Parameter instant: nil for any.
  private func expectAlarm(at instant: Instant?) async {
    // A stream, because its loop ends both when it is finished and when the task is cancelled.
    let (arrivals, arrival) = AsyncStream<Never>.makeStream()
    state.withLock { state in
      let isSet = state.alarms.values.contains { $0.instant.map { $0 == instant ?? $0 } ?? false }
      if isSet { arrival.finish() } else { state.expected.append((instant, arrival)) }
    }
    for await _ in arrivals {}
  }

  private static func takeExpected(_ state: inout State, _ instant: Instant?) -> [AsyncStream<Never>.Continuation] {
    guard let instant else { return [] }
    let met = state.expected.filter { instant == $0.instant ?? instant }
    state.expected.removeAll { instant == $0.instant ?? instant }
    return met.map(\.arrival)
  }

  private static func takeDue(_ state: inout State) -> [Setting] {
    let due = state.alarms.filter { $0.value.instant.map { $0 <= state.now } ?? false }
    for number in due.keys { state.alarms[number]?.instant = nil }
    return due.sorted { $0.key < $1.key }.map(\.value)
  }

  private func ring(_ due: [Setting]) {
    for alarm in due { alarm.queue.async(execute: alarm.handler) }
  }

  private struct VirtualAlarm: Alarm {
    let clock: VirtualClock
    let number: Int

    func set(_ instant: Instant?) {
      let (due, met) = clock.state.withLock { state in
        state.alarms[number]?.instant = instant
        let met = VirtualClock.takeExpected(&state, instant)
        return (VirtualClock.takeDue(&state), met)
      }
      clock.ring(due)
      met.forEach { $0.finish() }
    }

    func cancel() { clock.state.withLock { $0.alarms[number] = nil } }
  }
}
