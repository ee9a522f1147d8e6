import Scheduling

/// Reads which alerts are wanted: of all schedules in the configuration, of one in its file.
struct AlertReader {
  let log: ProblemLog
  /// The names that sinks have; nil: nobody knows here.
  let sinks: Set<String>?

  /// The keys that both have.
  func read(_ reader: inout MappingReader) -> ScheduleAlerts {
    var alerts = ScheduleAlerts()
    alerts.sinks = names(&reader)
    alerts.failed = reader.truth("failed")
    alerts.nth = setting("nth", &reader) { $0.integer("nth", in: Configuration.nthRange, hint: "write off for none") }
    alerts.recovered = reader.truth("recovered")
    alerts.missed = reader.truth("missed")
    alerts.late = setting("late", &reader) { $0.duration("late", in: Configuration.alertDelayRange) }
    alerts.tooLong = setting("too_long", &reader, runLength)
    return alerts
  }

  private func setting<Value>(
    _ key: String, _ reader: inout MappingReader, _ read: (inout MappingReader) -> Value?
  ) -> AlertSetting<Value>? {
    switch reader.setting(key, read) {
    case .off: .off
    case .value(let value): .on(value)
    case nil: nil
    }
  }

  /// `2h`, or `80%` of what the schedule gives its runs.
  private func runLength(_ reader: inout MappingReader) -> RunLengthLimit? {
    guard let text = reader.take("too_long")?.scalar?.text, text.hasSuffix("%") else {
      return reader.duration("too_long", in: Configuration.alertDelayRange).map(RunLengthLimit.duration)
    }
    if let percent = Int(text.dropLast()), (1...99).contains(percent) { return .shareOfTimeout(Double(percent) / 100) }
    log.error("too_long '\(MappingReader.shown(text))' is not between 1% and 99% of the timeout", at: reader.keyPlace("too_long"))
    return nil
  }

  private func names(_ reader: inout MappingReader) -> [String]? {
    guard let items = reader.list("to", example: "[ops]") else { return nil }
    var names: [String] = []
    for item in items {
      guard let name = reader.text(of: item, "to") else { continue }
      if let sinks, !sinks.contains(name) {
        let known = sinks.isEmpty ? "the configuration names none" : "there are \(sinks.sorted().joined(separator: ", "))"
        log.error("to '\(MappingReader.shown(name))' is no sink: \(known)", at: item.place)
      } else if !names.contains(name) {
        names.append(name)
      }
    }
    return names
  }
}

/// What a file says about the alerts of its schedule.
extension DocumentReader {
  /// `alerts`, `ping` and `expect`; nil when the document says nothing of them.
  func alerts(_ mapping: inout MappingReader) -> ScheduleAlerts? {
    var alerts = ScheduleAlerts()
    if var reader = mapping.mapping("alerts") {
      alerts = AlertReader(log: log, sinks: alertSinks).read(&reader)
      let global = "it is the daemon's: it belongs to alerts: of the configuration"
      let keys = ["sinks", "server_unreachable", "target_unreachable", "disk", "health", "reminder", "per_minute"]
      reader.finish(foreign: Dictionary(uniqueKeysWithValues: keys.map { ($0, global) }))
    }
    alerts.ping = ping(&mapping)
    alerts.expectation = expectation(&mapping)
    warnIfNobodyIsTold(alerts, &mapping)
    return alerts.isEmpty ? nil : alerts
  }

  private func ping(_ mapping: inout MappingReader) -> String? {
    guard let node = mapping.take("ping"), let text = mapping.text(of: node, "ping") else { return nil }
    if WebAddress.isUsable(text) { return text }
    log.error("ping \(WebAddress.rule)", at: node.place)
    return nil
  }

  private static let withinRange: ClosedRange<Duration> = .seconds(1) ... .seconds(7 * 86_400)
  /// A model is registered at the end of a run, or by a step behind it.
  private static let withinDefault: Duration = .seconds(3600)

  private func expectation(_ mapping: inout MappingReader) -> ModelExpectation? {
    guard var reader = mapping.mapping("expect") else { return nil }
    let within = reader.duration("within", in: Self.withinRange) ?? Self.withinDefault
    let isGiven = reader.gives("model_version")
    let model = reader.text("model_version")
    reader.finish()
    if !isGiven { log.error("expect needs model_version: the name of a model", at: reader.place) }
    guard let model else { return nil }
    guard !model.isEmpty, model.utf8.count <= 255 else {
      log.error("model_version needs the name or id of a model", at: reader.keyPlace("model_version"))
      return nil
    }
    return ModelExpectation(model: model, within: within)
  }

  private func warnIfNobodyIsTold(_ alerts: ScheduleAlerts, _ mapping: inout MappingReader) {
    var others = alerts
    others.ping = nil
    guard let alertSinks, alertSinks.isEmpty, !others.isEmpty else { return }
    let key = alerts.expectation == nil ? "alerts" : "expect"
    log.warning("\(key): the configuration has no alerts: sinks, so nobody is told", at: mapping.keyPlace(key))
  }
}
