import Scheduling
import Seams
import Synchronization
import TestSupport
import ZenML

@testable import ZenMLServer

/// A source of a fake server; this installation is instance 1.
func source(
  _ server: any HTTPTransport, clock: VirtualClock = testClock(), notices: Notices = Notices()
) throws -> ZenMLScheduleSource {
  ZenMLScheduleSource(client: try client(server, clock: clock), instance: id(1), clock: clock) { notices.add($0) }
}

/// What a source has to say.
final class Notices: Sendable {
  private let texts = Mutex<[String]>([])
  var all: [String] { texts.withLock { $0 } }
  func add(_ text: String) { texts.withLock { $0.append(text) } }
}

extension SourceListing {
  var byID: [Identifier: ServerSchedule] {
    Dictionary(uniqueKeysWithValues: schedules.map { ($0.record.id, $0) })
  }
}
