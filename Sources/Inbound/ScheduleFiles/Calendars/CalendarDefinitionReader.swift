import Scheduling

/// Reads one entry of `calendars:`, the files that it names excepted.
struct CalendarDefinitionReader {
  let log: ProblemLog
  /// From which relative paths count.
  let directory: String

  /// Years of listed dates; a longer list belongs into a file.
  private static let dateLimit = 1_000
  private static let weeklyLimit = 50

  func read(_ entry: YAMLEntry) -> CalendarDefinition? {
    guard LabelText.isLabel(entry.key) else {
      log.error("calendar '\(MappingReader.shown(entry.key))' is not a name: \(LabelText.rule)", at: entry.keyPlace)
      return nil
    }
    guard var reader = MappingReader(entry.value, "calendar '\(entry.key)'", log: log) else { return nil }
    var definition = CalendarDefinition(calendar: ExclusionCalendar(name: entry.key))
    definition.timeZone = timeZone(&reader)
    definition.calendar.timeZone = definition.timeZone?.text
    definition.calendar.spans = dates(&reader)
    definition.calendar.weekly = weekly(&reader)
    definition.file = file(&reader)
    let excludesSomething = ["dates", "weekly", "file"].reduce(false) { found, key in reader.gives(key) || found }
    reader.finish()
    if !excludesSomething { log.error("calendar '\(entry.key)' excludes nothing: give it dates, weekly or file", at: reader.place) }
    return definition
  }

  private func timeZone(_ reader: inout MappingReader) -> CalendarDefinition.PlacedText? {
    guard let node = reader.take("time_zone"), let text = reader.text(of: node, "time_zone") else { return nil }
    return CalendarDefinition.PlacedText(text, at: node.place, in: log.source)
  }

  private func file(_ reader: inout MappingReader) -> CalendarDefinition.PlacedText? {
    guard let node = reader.take("file"), let text = reader.text(of: node, "file") else { return nil }
    guard !text.contains("://") else {
      log.error(
        "file '\(MappingReader.shown(text))' is a URL; download it and give the path, so that no fire waits for a website", at: node.place)
      return nil
    }
    return CalendarDefinition.PlacedText(AbsolutePath.of(text, in: directory), at: node.place, in: log.source)
  }

  // MARK: Dates

  private func dates(_ reader: inout MappingReader) -> [ExclusionCalendar.LocalSpan] {
    let items = reader.list("dates", example: "[2026-12-25]") ?? []
    guard items.count <= Self.dateLimit else {
      log.error(
        "dates are \(items.count); at most \(Self.dateLimit) can be listed, put more into an iCalendar file", at: reader.keyPlace("dates"))
      return []
    }
    let mapping = reader
    return SpanUnion.of(items.compactMap { date($0, mapping) })
  }

  private func date(_ node: YAMLNode, _ reader: MappingReader) -> ExclusionCalendar.LocalSpan? {
    guard let text = reader.text(of: node, "dates") else { return nil }
    do throws(CalendarTextError) {
      return ExclusionCalendar.LocalSpan(days: try CalendarText.days(text))
    } catch {
      log.error("dates '\(MappingReader.shown(text))' \(error.sentence)", at: node.place)
      return nil
    }
  }

  // MARK: Weeks

  private func weekly(_ reader: inout MappingReader) -> [ExclusionCalendar.WeeklyWindow] {
    let items = reader.list("weekly", example: "[{days: [sat, sun]}]") ?? []
    guard items.count <= Self.weeklyLimit else {
      log.error("weekly has \(items.count) windows; at most \(Self.weeklyLimit) are allowed", at: reader.keyPlace("weekly"))
      return []
    }
    let windows = items.compactMap(window)
    guard windows.count < items.count || !WeekCoverage.isWhole(windows) else {
      log.error("weekly excludes every hour of every week: nothing would ever start", at: reader.keyPlace("weekly"))
      return []
    }
    return windows
  }

  private func window(_ node: YAMLNode) -> ExclusionCalendar.WeeklyWindow? {
    guard var reader = MappingReader(node, "weekly", log: log) else { return nil }
    let weekdays = weekdays(&reader)
    let (start, end) = (time("from", &reader), time("to", &reader))
    let isWrong = start == nil && reader.gives("from") || end == nil && reader.gives("to")
    reader.finish()
    guard let weekdays, !isWrong else { return nil }
    guard start ?? 0 != end ?? WeekCoverage.day, (start ?? 0) < WeekCoverage.day else {
      log.error("from and to leave no time between them; leave both out for whole days", at: reader.keyPlace("from"))
      return nil
    }
    return ExclusionCalendar.WeeklyWindow(weekdays: weekdays, start: start ?? 0, end: end ?? WeekCoverage.day)
  }

  private func weekdays(_ reader: inout MappingReader) -> Set<Int>? {
    guard reader.gives("days") else {
      log.error("a weekly window needs days, such as [sat, sun] or [mon-fri]", at: reader.place)
      return nil
    }
    guard let items = reader.list("days", example: "[sat, sun] or [mon-fri]") else { return nil }
    if items.isEmpty { log.error("days needs at least one day", at: reader.keyPlace("days")) }
    let mapping = reader
    let found = items.map { weekdays($0, mapping) }
    return found.contains(nil) || items.isEmpty ? nil : found.reduce(into: []) { $0.formUnion($1 ?? []) }
  }

  private func weekdays(_ node: YAMLNode, _ reader: MappingReader) -> Set<Int>? {
    guard let text = reader.text(of: node, "days") else { return nil }
    if let days = CalendarText.weekdays(text) { return days }
    log.error("days '\(MappingReader.shown(text))' is not a day such as sat, or a range such as mon-fri", at: node.place)
    return nil
  }

  private func time(_ key: String, _ reader: inout MappingReader) -> Int? {
    guard let node = reader.take(key), let text = reader.text(of: node, key) else { return nil }
    if let seconds = CalendarText.time(text) { return seconds }
    log.error("\(key) '\(MappingReader.shown(text))' is not a time of day such as 09:00, up to 24:00", at: node.place)
    return nil
  }
}
