import CivilTime
import ControlMessages
import Cron
import Scheduling

/// The timing of a schedule, checked as the scheduler will check it.
extension DocumentReader {
  /// ZenML's own limit of names is 255 characters; ours are shown in tables.
  private static let nameLimit = 200
  private static let timings = ["cron_expression", "interval_seconds", "run_once_start_time"]

  /// The record, nil without a name, and its due instants, nil when the timing is wrong.
  /// - Parameter isChained: another schedule's end is all its timing.
  func record(_ mapping: inout MappingReader, isChained: Bool) -> (record: ScheduleRecord?, due: DueInstants?) {
    let name = name(&mapping)
    if isChained { refuseTiming(&mapping) } else { checkOneTiming(&mapping) }
    var record = ScheduleRecord(id: ScheduleRecord.fileID(name: name ?? ""), name: name ?? "", source: .file)
    record.cronExpression = mapping.text("cron_expression")
    record.interval = mapping.seconds("interval_seconds")
    record.runOnceStartTime = mapping.instant("run_once_start_time")
    record.timeZone = mapping.text("time_zone")
    record.startTime = mapping.instant("start_time")
    record.endTime = mapping.instant("end_time")
    record.active = mapping.truth("active") ?? true
    warnOfTimesWithoutOffset(&mapping, zone: record.timeZone)
    warnOfZoneWithoutEffect(record, &mapping)
    var checked = record
    if !checkZone(&mapping) { checked.timeZone = nil }
    let due = checkTiming(of: checked, &mapping)
    return (name == nil ? nil : record, due)
  }

  private func name(_ mapping: inout MappingReader) -> String? {
    guard mapping.gives("name") else {
      log.error("name is missing", at: mapping.place)
      return nil
    }
    guard let name = mapping.text("name") else { return nil }
    guard Self.isUsable(name: name) else {
      log.error("name must have between 1 and \(Self.nameLimit) characters on one line", at: mapping.keyPlace("name"))
      return nil
    }
    if let reason = Self.whyNobodyCanAsk(for: name) {
      log.error(
        "name '\(MappingReader.shown(name))' \(reason), so that nobody could ask for the schedule; give it another",
        at: mapping.keyPlace("name"))
      return nil
    }
    if name.hasPrefix("-") {
      log.warning(
        "name '\(MappingReader.shown(name))' begins like an option: commands take it behind -- alone (carillon show -- NAME)",
        at: mapping.keyPlace("name"))
    }
    return name
  }

  private static func isUsable(name: String) -> Bool {
    if name.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return (1...nameLimit).contains(name.utf8.count) }
    return name.count <= nameLimit && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// Nil for a name by which requests and commands find its schedule.
  private static func whyNobodyCanAsk(for name: String) -> String? {
    // A URL loses these from its path.
    if name == "." || name == ".." { return "is a part of paths" }
    return Identifier(name) == nil ? nil : "has the form of an id, and is taken for one"
  }

  private func checkOneTiming(_ mapping: inout MappingReader) {
    var given: [String] = []
    for key in Self.timings where mapping.gives(key) { given.append(key) }
    if given.isEmpty {
      log.error("says no time: give one of \(Self.timings.joined(separator: ", "))", at: mapping.place)
    } else if given.count > 1 {
      log.error("\(given.joined(separator: " and ")) are both given; keep one of them", at: mapping.keyPlace(given[1]))
    }
  }

  private func refuseTiming(_ mapping: inout MappingReader) {
    for key in Self.timings + ["start_time", "end_time"] where mapping.gives(key) {
      log.error("\(key): a schedule that follows another one has no timing of its own; remove one of the two", at: mapping.keyPlace(key))
    }
  }

  private func warnOfTimesWithoutOffset(_ mapping: inout MappingReader, zone: String?) {
    guard let zone, zone != "UTC" else { return }
    for key in ["run_once_start_time", "start_time", "end_time"] {
      guard let node = mapping.take(key), let text = node.scalar?.text, !Self.namesOffset(text) else { continue }
      log.warning(
        "\(key) '\(MappingReader.shown(text))' is read as UTC, not as a time in \(MappingReader.shown(zone)); add Z or an offset such as +01:00",
        at: node.place)
    }
  }

  private func warnOfZoneWithoutEffect(_ record: ScheduleRecord, _ mapping: inout MappingReader) {
    guard let zone = record.timeZone, let node = mapping.take("time_zone") else { return }
    if let named = CronZone.named(in: record.cronExpression), named != zone {
      log.warning(
        "time_zone '\(MappingReader.shown(zone))' never counts: the cron expression names \(MappingReader.shown(named)) itself; "
          + "remove one of the two", at: node.place)
    } else if record.cronExpression == nil, record.interval != nil, zone != "UTC" {
      log.warning(
        "time_zone '\(MappingReader.shown(zone))' has no effect on interval_seconds, which counts seconds whatever clocks show; remove it",
        at: node.place)
    }
  }

  /// A `Z`, or a sign behind the time of day.
  private static func namesOffset(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":") else { return false }
    return text[colon...].contains { "Zz+-".contains($0) }
  }

  /// Reports what the scheduler would quarantine the record for, at the key that it is about.
  private func checkTiming(of record: ScheduleRecord, _ mapping: inout MappingReader) -> DueInstants? {
    // Nothing to check when the timing itself could not be read, which is reported.
    guard record.cronExpression != nil || record.interval != nil || record.runOnceStartTime != nil else { return nil }
    do throws(InvalidRecord) {
      let timing = try RecordTiming(of: record, zoneNamed: zoneNamed, sharing: &expressions.expressions)
      warn(timing.cronWarnings, &mapping)
      return timing.due
    } catch {
      report(error, record, &mapping)
      // What else is wrong is found without the bound.
      guard error.reason.code == "end_before_start" else { return nil }
      var unbounded = record
      unbounded.endTime = nil
      return checkTiming(of: unbounded, &mapping)
    }
  }

  /// False, and a report, when `time_zone` names no zone; true without one.
  func checkZone(_ mapping: inout MappingReader) -> Bool {
    guard let node = mapping.take("time_zone"), let name = node.scalar?.text, zoneNamed(name) == nil else { return true }
    log.error(
      "time_zone '\(MappingReader.shown(name))' is not an IANA time zone of this machine; write one such as Europe/Berlin", at: node.place)
    return false
  }

  private func report(_ invalid: InvalidRecord, _ record: ScheduleRecord, _ mapping: inout MappingReader) {
    log.error(Self.sentence(for: invalid, record), at: place(of: invalid, record, &mapping))
  }

  private static func sentence(for invalid: InvalidRecord, _ record: ScheduleRecord) -> String {
    if let cron = invalid.cron, let text = record.cronExpression { return "cron_expression '\(MappingReader.shown(text))': \(cron)" }
    return invalid.reason.code == "bad_interval" ? "interval_seconds: \(invalid.reason.sentence)" : invalid.reason.sentence
  }

  private func place(of invalid: InvalidRecord, _ record: ScheduleRecord, _ mapping: inout MappingReader) -> Place {
    if let cron = invalid.cron, let text = record.cronExpression, let node = mapping.take("cron_expression") {
      return log.source.place(insideScalar: node.place, text: text, position: cron.position, length: cron.length)
    }
    let key =
      switch invalid.reason.code {
      case "end_before_start": "end_time"
      case "bad_time_zone": "time_zone"
      case "bad_interval": "interval_seconds"
      default: "cron_expression"
      }
    return mapping.take(key)?.place ?? mapping.place
  }

  private func warn(_ warnings: [CronWarning], _ mapping: inout MappingReader) {
    guard !warnings.isEmpty, let node = mapping.take("cron_expression"), let text = node.scalar?.text else { return }
    for warning in warnings {
      let place = log.source.place(insideScalar: node.place, text: text, position: warning.position, length: warning.length)
      log.warning("cron_expression '\(MappingReader.shown(text))': \(warning)", at: place)
    }
  }
}
