import Scheduling
import Services
import Synchronization

/// Reads definitions until it is told to fail.
final class SwitchedReader: Sendable {
  private let isFailing = Mutex(false)
  private let reader: LocalSchedules.Reader

  init(_ reader: @escaping LocalSchedules.Reader) { self.reader = reader }

  func fail() { isFailing.withLock { $0 = true } }

  func read(_ text: String) throws(LocalDefinitionError) -> FileSchedule {
    if isFailing.withLock({ $0 }) { throw LocalDefinitionError([.init("policy.calendars", "gone")]) }
    return try reader(text)
  }
}
