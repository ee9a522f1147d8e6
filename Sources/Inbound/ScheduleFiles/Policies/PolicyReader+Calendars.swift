import Scheduling

extension PolicyReader {
  /// Names, or mappings of `name` and `action`.
  func calendarRules(_ reader: inout MappingReader) -> [CalendarRule]? {
    guard let items = reader.list("calendars", example: "[holidays]") else { return nil }
    guard items.count <= PolicyRange.calendars else {
      log.error("calendars are \(items.count); at most \(PolicyRange.calendars) are looked at", at: reader.keyPlace("calendars"))
      return nil
    }
    var names: Set<String> = []
    let mapping = reader
    return items.compactMap { item in
      guard let (name, action) = calendarEntry(item, mapping), let calendar = calendar(name) else { return nil }
      guard names.insert(calendar.name).inserted else {
        log.error("calendar '\(calendar.name)' is given twice", at: name.place)
        return nil
      }
      return CalendarRule(calendar, action: action)
    }
  }

  private func calendarEntry(_ item: YAMLNode, _ reader: MappingReader) -> (name: YAMLNode, action: CalendarRule.Action)? {
    guard case .mapping = item.content else { return (item, .skip) }
    guard var entry = MappingReader(item, "a calendar", log: log) else { return nil }
    let name = entry.take("name")
    let action: CalendarRule.Action? = entry.choice("action")
    entry.finish(foreign: [
      "dates": "calendars are defined in the configuration, and named here",
      "weekly": "calendars are defined in the configuration, and named here",
      "file": "calendars are defined in the configuration, and named here",
    ])
    if name == nil { log.error("a calendar needs name, as in {name: holidays, action: skip}", at: item.place) }
    return name.map { ($0, action ?? .skip) }
  }

  private func calendar(_ node: YAMLNode) -> ExclusionCalendar? {
    guard let name = node.scalar?.text else {
      if !node.isReported { log.error("calendars must be names, not \(node.kind)", at: node.place) }
      return nil
    }
    if let calendar = calendars[name] { return calendar }
    let problem = "calendar '\(MappingReader.shown(name))' \(calendars.absence(of: name))"
    guard calendars.areKnown else {
      log.warning(problem, at: node.place)
      // One without days: the name is looked at no further.
      return ExclusionCalendar(name: name)
    }
    log.error(problem, at: node.place)
    return nil
  }
}
