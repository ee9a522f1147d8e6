import CivilTime
import ControlMessages
import Scheduling

extension ScheduleRecord {
  /// The timing of a schedule that a daemon described.
  /// - Throws: when the description holds what is no time, as a daemon of another version might send.
  init(_ item: ScheduleItem) throws {
    try self.init(
      id: Identifier(item.id) ?? ScheduleRecord.fileID(name: item.name), name: item.name,
      source: Source(rawValue: item.source) ?? .file, cronExpression: item.cronExpression,
      interval: item.intervalSeconds.map { .seconds($0) }, runOnceStartTime: Self.instant(item.runOnceStartTime),
      timeZone: item.timeZone, startTime: Self.instant(item.startTime), endTime: Self.instant(item.endTime),
      active: item.active)
  }

  private static func instant(_ text: String?) throws(ISO8601ParseError) -> Instant? {
    guard let text else { return nil }
    return try Instant(iso8601: text)
  }
}
