import CivilTime
import Cron

/// What a record's timing fields mean, or why they mean nothing.
package struct RecordTiming: Sendable {
  package var due: DueInstants
  /// True for a cron expression that can never be due, or a record whose end has come before its first instant.
  package var warnings: [Reason] = []
  /// Those of the cron expression, with their places in its text.
  package private(set) var cronWarnings: [CronWarning] = []

  /// - Parameters:
  ///   - isChained: it follows another schedule, and needs no timing of its own.
  ///   - zoneNamed: the rules of an IANA zone; nil when there is no such zone.
  /// - Throws: the reason for which the record is quarantined.
  package init(of record: ScheduleRecord, isChained: Bool = false, zoneNamed: (String) -> ZoneRules?) throws(InvalidRecord) {
    var expressions = SharedExpressions()
    try self.init(of: record, isChained: isChained, zoneNamed: zoneNamed, sharing: &expressions)
  }

  /// - Parameter expressions: those that were read before; the zones' rules must be the same.
  package init(
    of record: ScheduleRecord, isChained: Bool = false, zoneNamed: (String) -> ZoneRules?, sharing expressions: inout SharedExpressions
  ) throws(InvalidRecord) {
    if let defect = record.defect { throw InvalidRecord("unreadable_field", defect) }
    if let start = record.startTime, let end = record.endTime, end <= start {
      throw InvalidRecord("end_before_start", "end_time \(end.iso8601) is not after start_time \(start.iso8601)")
    }
    guard !isChained else {
      if record.hasTiming {
        warnings.append(Reason("chain_wins", "the schedule follows another one; the record's own timing does not count"))
      }
      due = DueInstants(timing: .chained)
      return
    }
    let timing = try Self.timing(of: record, zoneNamed: zoneNamed, &expressions, &warnings, &cronWarnings)
    due = DueInstants(timing: timing, start: record.startTime, end: record.endTime)
  }

  private static func timing(
    of record: ScheduleRecord, zoneNamed: (String) -> ZoneRules?, _ expressions: inout SharedExpressions, _ warnings: inout [Reason],
    _ cronWarnings: inout [CronWarning]
  ) throws(InvalidRecord) -> DueInstants.Timing {
    if let text = record.cronExpression {
      if record.interval != nil {
        warnings.append(Reason("cron_wins", "the record has a cron expression and an interval; the cron expression counts"))
      }
      let known = try expressions.shared(text, record) { () throws(InvalidRecord) in try cron(text, of: record, zoneNamed: zoneNamed) }
      warnings += known.reasons
      cronWarnings = known.warnings
      return .cron(known.expression)
    }
    if let interval = record.interval {
      return .interval(seconds: try wholeSeconds(interval), anchor: (record.startTime ?? .epoch).roundedUpToSecond)
    }
    if let once = record.runOnceStartTime { return .once(once.roundedUpToSecond) }
    throw InvalidRecord("no_timing", "the record has neither cron_expression nor interval_seconds nor run_once_start_time")
  }

  private static func cron(
    _ text: String, of record: ScheduleRecord, zoneNamed: (String) -> ZoneRules?
  ) throws(InvalidRecord) -> CronExpression {
    let zone = try zone(of: record, zoneNamed: zoneNamed)
    let expression: CronExpression
    do {
      expression = try CronExpression(parsing: text, zone: zone, seed: record.name, zoneNamed: zoneNamed)
    } catch {
      // What only makes sense with the seconds at the end was meant so.
      if record.source == .zenml, let rotated = secondsFirst(text),
        (try? CronExpression(parsing: rotated, zone: zone, seed: record.name, zoneNamed: zoneNamed)) != nil
      {
        throw secondsLast(text)
      }
      throw InvalidRecord("bad_cron_expression", "cron_expression '\(text)': \(error.message)", cron: error)
    }
    if expression.isReboot {
      throw InvalidRecord("reboot_unsupported", "cron_expression '@reboot' names no instant; give a time or an interval")
    }
    if record.source == .zenml, expression.fieldCount > 5 { throw secondsLast(text) }
    if expression.neverFires {
      throw InvalidRecord("never_fires", "cron_expression '\(text)' matches no date of the calendar")
    }
    return expression
  }

  private static func zone(
    of record: ScheduleRecord, zoneNamed: (String) -> ZoneRules?
  ) throws(InvalidRecord) -> ZoneRules {
    guard let name = record.timeZone else { return .utc }
    guard let zone = zoneNamed(name) else {
      throw InvalidRecord("bad_time_zone", "time_zone '\(name)' is not an IANA time zone of this machine; write one such as Europe/Berlin")
    }
    return zone
  }

  /// Longer expressions from a ZenML server were written for croniter, which reads seconds last.
  private static func secondsLast(_ text: String) -> InvalidRecord {
    InvalidRecord(
      "seconds_last",
      "cron_expression '\(text)' has more than five fields, which the server reads with seconds last; Carillon reads them first: write '\(secondsFirst(text) ?? text)' in a file, or five fields on the server"
    )
  }

  /// The same expression with its sixth field in front; nil when it has none.
  private static func secondsFirst(_ text: String) -> String? {
    let (zone, fields) = words(of: text)
    guard (6...7).contains(fields.count) else { return nil }
    return (zone + [fields[5]] + fields[0..<5] + fields[6...]).joined(separator: " ")
  }

  /// What names the zone of an expression (`CRON_TZ=Europe/Berlin`), and its fields behind that.
  static func words(of text: String) -> (zone: ArraySlice<Substring>, fields: [Substring]) {
    let words = text.split(whereSeparator: \.isWhitespace)
    let zone = words.prefix { $0.contains("=") }
    return (zone, Array(words.dropFirst(zone.count)))
  }

  /// Due instants are whole seconds, so an interval is a whole number of them, and at least one.
  private static func wholeSeconds(_ interval: Duration) throws(InvalidRecord) -> Int64 {
    guard interval >= .seconds(1) else {
      throw InvalidRecord("bad_interval", "interval of \(interval.inWords) is below one second")
    }
    let (seconds, attoseconds) = interval.components
    guard attoseconds == 0 else {
      throw InvalidRecord("bad_interval", "interval of \(interval.inWords) is not a whole number of seconds")
    }
    guard seconds <= longestIntervalSeconds else {
      throw InvalidRecord("bad_interval", "interval of \(interval.inWords) is longer than 100 years")
    }
    return seconds
  }

  /// 100 years of 365 days: longer ones are typing errors, and the grid arithmetic stays far from overflow.
  private static let longestIntervalSeconds: Int64 = 100 * 365 * 86_400
}

/// Why a record is quarantined.
package struct InvalidRecord: Error, Hashable, Sendable {
  package let reason: Reason
  /// Where the cron expression is wrong, when that is the reason.
  package let cron: CronError?

  init(_ code: String, _ sentence: String, cron: CronError? = nil) {
    self.reason = Reason(code, sentence)
    self.cron = cron
  }

  package static func == (a: InvalidRecord, b: InvalidRecord) -> Bool { a.reason == b.reason }
  package func hash(into hasher: inout Hasher) { hasher.combine(reason) }
}
