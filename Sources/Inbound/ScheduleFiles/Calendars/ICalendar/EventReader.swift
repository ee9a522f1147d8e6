import CivilTime

/// Makes an event of the properties of a VEVENT. What would change its times and is not understood is an error.
struct EventReader {
  let log: ProblemLog
  /// Of dates, and of times that name no zone.
  let zone: ZoneRules
  let zoneNamed: (String) -> ZoneRules?

  private static let once = ["DTSTART", "DTEND", "DURATION", "RRULE"]
  private static let unsupported = [
    "RECURRENCE-ID":
      "a changed occurrence (RECURRENCE-ID) is not supported; give the series an EXDATE and the occurrence an event of its own",
    "EXRULE": "EXRULE is not supported; list the dates as EXDATE",
  ]

  /// Nil, and reports, when something is wrong with it; nil alone when it is cancelled.
  func read(_ lines: [ContentLine], begin: ContentLine) -> ICalendarEvent? {
    guard !isCancelled(lines), isSupported(lines) else { return nil }
    guard let startLine = line("DTSTART", lines) else {
      log.error("an event needs DTSTART", at: begin.place)
      return nil
    }
    guard let start = time(startLine), let length = length(lines, start: start, startLine) else { return nil }
    let ruleLine = line("RRULE", lines)
    let rule = ruleLine.flatMap(rule)
    let (added, removed) = (times("RDATE", lines), times("EXDATE", lines))
    guard (ruleLine == nil) == (rule == nil), let added, let removed else { return nil }
    let zone = zone(of: start)
    return ICalendarEvent(
      zone: zone, isAllDay: start.isDate, start: start.local(in: zone), length: length, rule: rule, added: added, removed: removed)
  }

  /// The occurrence that a cancelled event takes out of its series; nil when it is no such event, and, with a report, when it does not
  /// say of which series, or cancels those behind it as well.
  func cancelledOccurrence(_ lines: [ContentLine]) -> (series: String, time: ICalendarTime)? {
    guard isCancelled(lines), let occurrence = line("RECURRENCE-ID", lines), let time = time(occurrence) else { return nil }
    guard let series = seriesID(lines) else {
      log.error("a cancelled occurrence (RECURRENCE-ID) needs the UID of its series", at: occurrence.place)
      return nil
    }
    guard occurrence.parameters["RANGE"] == nil else {
      log.error("RECURRENCE-ID with RANGE is not supported; give the series an UNTIL", at: occurrence.place)
      return nil
    }
    return (series, time)
  }

  /// What an event has in common with those that change its occurrences.
  func seriesID(_ lines: [ContentLine]) -> String? { line("UID", lines)?.value }

  private func isCancelled(_ lines: [ContentLine]) -> Bool {
    lines.contains { $0.name == "STATUS" && $0.value.uppercased() == "CANCELLED" }
  }

  private func isSupported(_ lines: [ContentLine]) -> Bool {
    var isSupported = true
    for (index, line) in lines.enumerated() {
      let isSecond = Self.once.contains(line.name) && lines[..<index].contains { $0.name == line.name }
      guard let sentence = Self.unsupported[line.name] ?? (isSecond ? "\(line.name) is given twice in one event" : nil) else { continue }
      log.error(sentence, at: line.place)
      isSupported = false
    }
    return isSupported
  }

  private func line(_ name: String, _ lines: [ContentLine]) -> ContentLine? { lines.first { $0.name == name } }

  private func zone(of time: ICalendarTime) -> ZoneRules {
    if case .time(_, let own?) = time { own } else { zone }
  }

  // MARK: Length

  private func length(_ lines: [ContentLine], start: ICalendarTime, _ startLine: ContentLine) -> Int64? {
    if let line = line("DTEND", lines) { return time(line).flatMap { length(from: start, to: $0, line) } }
    if let line = line("DURATION", lines) { return duration(line, start) }
    // RFC 5545 section 3.6.1: a date lasts a day, a time no time at all.
    if start.isDate { return CivilCalendar.secondsPerDay }
    log.error("an event with a time of day needs DTEND or DURATION, otherwise it excludes nothing", at: startLine.place)
    return nil
  }

  private func length(from start: ICalendarTime, to end: ICalendarTime, _ line: ContentLine) -> Int64? {
    guard start.isDate == end.isDate else {
      log.error("DTSTART and DTEND must both be dates, or both times", at: line.place)
      return nil
    }
    let zone = zone(of: start)
    let length = end.local(in: zone) - start.local(in: zone)
    if length > 0 { return length }
    log.error("DTEND is not after DTSTART; of dates, it is the day after the last one", at: line.place)
    return nil
  }

  private func duration(_ line: ContentLine, _ start: ICalendarTime) -> Int64? {
    guard let duration = try? Duration(iso8601: line.value.uppercased()), duration >= .seconds(1) else {
      log.error("DURATION '\(MappingReader.shown(line.value))' is not a duration such as PT8H or P1D", at: line.place)
      return nil
    }
    let seconds = duration.components.seconds
    if !start.isDate || seconds % CivilCalendar.secondsPerDay == 0 { return seconds }
    log.error("DURATION of an event of whole days must be days, such as P2D", at: line.place)
    return nil
  }

  // MARK: Times and rules

  private func time(_ line: ContentLine) -> ICalendarTime? { times(line)?.first }

  /// Of all properties of one name; nil when one of them is wrong.
  private func times(_ name: String, _ lines: [ContentLine]) -> [ICalendarTime]? {
    let found = lines.filter { $0.name == name }.map(times)
    return found.contains { $0 == nil } ? nil : found.flatMap { $0 ?? [] }
  }

  private func times(_ line: ContentLine) -> [ICalendarTime]? {
    do throws(ICalendarError) {
      if line.parameters["VALUE"]?.uppercased() == "PERIOD" { throw ICalendarError("VALUE=PERIOD is not supported") }
      let zone = try zone(of: line)
      var times: [ICalendarTime] = []
      for text in line.value.split(separator: ",", omittingEmptySubsequences: false) {
        times.append(try ICalendarTime(String(text), zone: zone))
      }
      return times
    } catch {
      log.error("\(line.name): \(error.sentence)", at: line.place)
      return nil
    }
  }

  private func zone(of line: ContentLine) throws(ICalendarError) -> ZoneRules? {
    guard let name = line.parameters["TZID"] else { return nil }
    if let zone = zoneNamed(name) { return zone }
    throw ICalendarError("TZID '\(MappingReader.shown(name))' is not an IANA time zone of this machine; write one such as Europe/Berlin")
  }

  private func rule(_ line: ContentLine) -> RecurrenceRule? {
    do throws(ICalendarError) {
      return try RecurrenceRule(parsing: line.value)
    } catch {
      log.error(error.sentence, at: line.place)
      return nil
    }
  }
}
