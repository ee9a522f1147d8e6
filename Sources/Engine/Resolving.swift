import CivilTime
import Dispatch
import Scheduling
import Synchronization

extension Schedule {
  /// Fewer are resolved sooner than they are handed to another thread.
  private static let fewest = 2000
  /// In each part, what its schedules have in common is worked out again: more parts gain little.
  private static let parts = 2

  /// As `all`, on two cores; what schedules have in common is shared by those of one part.
  package static func allOnCores(
    _ definitions: [ScheduleDefinition], zoneNamed: @Sendable (String) -> ZoneRules?, knowing known: [Identifier: Schedule] = [:]
  ) -> [Schedule] {
    guard definitions.count >= fewest else { return all(definitions, zoneNamed: zoneNamed, knowing: known) }
    let resolved = Mutex([[Schedule]](repeating: [], count: parts))
    withoutActuallyEscaping(zoneNamed) { zoneNamed in
      DispatchQueue.concurrentPerform(iterations: parts) { part in
        let range = definitions.count * part / parts..<definitions.count * (part + 1) / parts
        let schedules = all(definitions[range], zoneNamed: zoneNamed, knowing: known)
        resolved.withLock { $0[part] = schedules }
      }
    }
    return resolved.withLock { Array($0.joined()) }
  }
}
