import Scheduling
import Synchronization

/// Where answers of targets wait for the engine: those of one busy moment are taken together, as one turn of the scheduler
/// and one change of threads.
final class EventInbox: Sendable {
  private let events = Mutex<[SchedulerEvent]>([])

  /// - Returns: true when nothing waited before: the caller is the one to have the events taken.
  func put(_ event: SchedulerEvent) -> Bool {
    events.withLock { events in
      events.append(event)
      return events.count == 1
    }
  }

  /// Everything that waits, in the order in which it came.
  func takeAll() -> [SchedulerEvent] {
    events.withLock { events in
      defer { events = [] }
      return events
    }
  }
}
