import Values

extension ScheduleSummary {
  /// Appends an object in which members without a value are left out.
  fileprivate func write(to text: inout String) {
    text += "{\"id\":"
    JSONValue.write(id, to: &text)
    Self.add("name", name, to: &text)
    Self.add("source", source, to: &text)
    Self.add("state", state, to: &text)
    Self.add("time_zone", timeZone, to: &text)
    Self.add("cron_expression", cronExpression, to: &text)
    if let intervalSeconds { text += ",\"interval_seconds\":\(JSONValue.number(intervalSeconds).jsonText)" }
    Self.add("run_once_start_time", runOnceStartTime, to: &text)
    Self.add("trigger", trigger, to: &text)
    if !tags.isEmpty { text += ",\"tags\":\(JSONValue.array(tags.map(JSONValue.string)).jsonText)" }
    Self.add("next_due", nextDue, to: &text)
    Self.add("starts_at", startsAt, to: &text)
    Self.add("last_outcome", lastOutcome, to: &text)
    Self.add("reason", reason, to: &text)
    Self.add("paused_until", pausedUntil, to: &text)
    text += "}"
  }

  private static func add(_ name: String, _ value: String?, to text: inout String) {
    guard let value else { return }
    text += ",\""
    text += name
    text += "\":"
    JSONValue.write(value, to: &text)
  }

  fileprivate init?(_ value: JSONValue) {
    guard case .object(let members) = value, let id = members["id"]?.stringValue, let name = members["name"]?.stringValue,
      let source = members["source"]?.stringValue, let state = members["state"]?.stringValue, let zone = members["time_zone"]?.stringValue
    else { return nil }
    self.init(id: id, name: name, source: source, state: state, timeZone: zone)
    cronExpression = members["cron_expression"]?.stringValue
    intervalSeconds = members["interval_seconds"]?.doubleValue
    runOnceStartTime = members["run_once_start_time"]?.stringValue
    trigger = members["trigger"]?.stringValue
    tags = members["tags"]?.arrayValue?.compactMap(\.stringValue) ?? []
    nextDue = members["next_due"]?.stringValue
    startsAt = members["starts_at"]?.stringValue
    lastOutcome = members["last_outcome"]?.stringValue
    reason = members["reason"]?.stringValue
    pausedUntil = members["paused_until"]?.stringValue
  }
}

extension Page where Item == ScheduleSummary {
  package var jsonText: String {
    var text = "{\"index\":\(index),\"max_size\":\(maxSize),\"total\":\(total),\"total_is_exact\":\(isTotalExact),"
    text += "\"total_pages\":\(totalPages),\"items\":["
    for place in items.indices {
      if place > 0 { text += "," }
      items[place].write(to: &text)
    }
    return text + "]}"
  }

  /// Nil for anything but such a page.
  package init?(json bytes: [UInt8]) {
    guard let value = try? JSONReader.value(of: bytes), let index = value["index"]?.wholeValue, let size = value["max_size"]?.wholeValue,
      let total = value["total"]?.wholeValue, case .bool(let isExact)? = value["total_is_exact"], size > 0,
      let items = value["items"]?.arrayValue
    else { return nil }
    let summaries = items.compactMap(ScheduleSummary.init)
    guard summaries.count == items.count else { return nil }
    self.init(index: index, maxSize: size, total: total, isTotalExact: isExact, items: summaries)
  }
}

extension JSONValue {
  fileprivate var wholeValue: Int? { if case .integer(let number) = self { Int(number) } else { nil } }

  fileprivate var doubleValue: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    case .null, .bool, .string, .array, .object: nil
    }
  }
}
