import CivilTime
import ControlMessages
import Scheduling

/// What happened, as cheap to keep as it can be: it is put into words for those who read it.
enum EventNews: Sendable {
  case row(LedgerRow)
  case schedule(ScheduleStatus)
  case removed(Identifier)

  var schedule: Identifier {
    switch self {
    case .row(let row): row.scheduleID
    case .schedule(let status): status.schedule.id
    case .removed(let id): id
    }
  }

  var content: EventMessage.Content {
    switch self {
    case .row(let row): .run(RunItem(row))
    case .schedule(let status): .schedule(ScheduleItem(status))
    case .removed(let id): .scheduleRemoved(RemovedSchedule(id: id.description))
    }
  }
}

struct NumberedNews: Sendable {
  let id: Int64
  let news: EventNews
}

/// The newest events, numbered.
struct EventRing {
  /// A page that was gone for a minute finds what it missed; memory stays bounded.
  static let capacityStandard = 2000

  private let capacity: Int
  private var events: [NumberedNews] = []
  /// Where the oldest one is, once the ring is full.
  private var start = 0
  private(set) var nextID: Int64

  /// - Parameter startedAt: numbers go on from there, so that those of an earlier life are all smaller: a second has
  ///   a million of them, and a browser reads them without loss (2^53).
  init(startedAt: Instant, capacity: Int = capacityStandard) {
    self.capacity = capacity
    nextID = max(1, startedAt.microsecondsSinceEpoch)
  }

  mutating func append(_ news: EventNews) -> NumberedNews {
    let event = NumberedNews(id: nextID, news: news)
    nextID += 1
    if events.count < capacity {
      events.append(event)
    } else {
      events[start] = event
      start = (start + 1) % capacity
    }
    return event
  }

  /// So many are not kept: what came before is no longer without a gap.
  mutating func skip(_ count: Int) {
    nextID += Int64(count)
    (events, start) = ([], 0)
  }

  /// Of the event that came last, in an earlier life too: what comes is behind it.
  var newestID: Int64 { nextID - 1 }

  /// The oldest that is kept.
  var firstID: Int64? { events.isEmpty ? nil : events[start].id }

  /// Those that are kept, oldest first.
  func after(_ id: Int64) -> [NumberedNews] { (events[start...] + events[..<start]).filter { $0.id > id } }

  /// True when something after `id` is no longer kept; 0 asks for what there is.
  func hasGap(after id: Int64) -> Bool {
    id != 0 && id < (firstID ?? nextID) - 1
  }
}
