import Alerts
import Scheduling

/// Who is told what.
extension ConfigurationReader {
  func alerts(_ mapping: inout MappingReader, publicURL: String?) -> Configuration.Alerts {
    var alerts = Configuration.Alerts()
    alerts.rules.publicURL = publicURL
    guard var reader = mapping.mapping("alerts") else { return alerts }
    alerts.sinks = sinks(&reader)
    alerts.rules.sinks = alerts.sinks.map(\.name)
    let own = AlertReader(log: log, sinks: Set(alerts.rules.sinks)).read(&reader)
    alerts.rules = alerts.rules.specialised(by: own)
    ownAlerts(&alerts.rules, &reader)
    alerts.ping = ping(&reader)
    reader.finish(foreign: ["expect": "it belongs to a schedule", "url": "it belongs to a sink below sinks:, or to ping:"])
    if alerts.sinks.isEmpty, alerts.ping == nil, !log.hasErrors {
      log.warning("alerts names neither sinks nor a ping: nobody is told anything", at: mapping.keyPlace("alerts"))
    }
    return alerts
  }

  private func ownAlerts(_ rules: inout AlertRules, _ reader: inout MappingReader) {
    let delays = Configuration.alertDelayRange
    if let away = reader.setting("server_unreachable", { $0.duration("server_unreachable", in: delays) }) {
      rules.serverUnreachable = away.value
    }
    if let away = reader.setting("target_unreachable", { $0.duration("target_unreachable", in: delays) }) {
      rules.targetUnreachable = away.value
    }
    if let disk = reader.setting("disk", { $0.byteCount("disk", atLeast: 1 << 20, written: "1MiB") }) { rules.disk = disk.value }
    if let health = reader.truth("health") { rules.health = health }
    if let reminder = reader.setting("reminder", { $0.duration("reminder", in: .seconds(60)...delays.upperBound) }) {
      rules.reminder = reminder.value
    }
    if let count = reader.integer("per_minute", in: Configuration.perMinuteRange) { rules.perMinute = count }
  }

  private func ping(_ mapping: inout MappingReader) -> Configuration.Alerts.Ping? {
    guard var reader = mapping.mapping("ping") else { return nil }
    let url = webAddress("url", &reader, subject: "ping")
    let interval = reader.duration("interval", in: Configuration.pingIntervalRange)
    reader.finish()
    return url.map { .init(url: $0, interval: interval ?? Configuration.pingIntervalDefault) }
  }

  // MARK: Sinks

  private func sinks(_ mapping: inout MappingReader) -> [AlertSinkSettings] {
    let entries = mapping.entries("sinks")
    guard entries.count <= Configuration.sinkLimit else {
      log.error("sinks are \(entries.count); at most \(Configuration.sinkLimit) are allowed", at: mapping.keyPlace("sinks"))
      return []
    }
    return entries.compactMap(sink)
  }

  private enum Kind: String, CaseIterable { case webhook, email, command }

  private func sink(_ entry: YAMLEntry) -> AlertSinkSettings? {
    guard LabelText.isLabel(entry.key) else {
      log.error("sinks '\(MappingReader.shown(entry.key))' is not a name: \(LabelText.rule)", at: entry.keyPlace)
      return nil
    }
    guard var reader = MappingReader(entry.value, "sink '\(entry.key)'", log: log) else { return nil }
    guard reader.gives("kind") else {
      log.error("sink '\(entry.key)' needs kind: webhook, email or command", at: reader.place)
      return nil
    }
    guard let kind = reader.choice("kind", of: Kind.self) else { return nil }
    let way =
      switch kind {
      case .webhook: webhook(&reader, entry.key)
      case .email: email(&reader, entry.key)
      case .command: command(&reader, entry.key)
      }
    reader.finish()
    return way.map { AlertSinkSettings(name: entry.key, way: $0) }
  }

  private func webhook(_ reader: inout MappingReader, _ name: String) -> AlertSinkSettings.Way? {
    let url = webAddress("url", &reader, subject: "sink '\(name)'")
    let format = reader.choice("format", of: AlertSinkSettings.WebhookFormat.self) ?? .json
    let isSigned = givesSecret(named: "secret", &reader)
    let secret = secret(named: "secret", &reader)
    if isSigned, secret == nil { return nil }
    return url.map { .webhook(.init(url: $0, format: format, secret: secret)) }
  }

  /// An http or https URL that may hold a secret: no message shows it.
  func webAddress(_ key: String, _ reader: inout MappingReader, subject: String) -> Secret? {
    guard givesSecret(named: key, &reader) else {
      log.error("\(subject) needs \(key), or \(key)_file", at: reader.place)
      return nil
    }
    guard let url = secret(named: key, &reader) else { return nil }
    if purpose == .places || WebAddress.isUsable(url.value) { return url }
    log.error("\(key) of \(subject) \(WebAddress.rule)", at: reader.keyPlace(key))
    return nil
  }

  private func command(_ reader: inout MappingReader, _ name: String) -> AlertSinkSettings.Way? {
    let timeout = reader.duration("timeout", in: Configuration.alertCommandTimeoutRange)
    guard reader.gives("argv") else {
      log.error("sink '\(name)' needs argv: a program and its arguments", at: reader.place)
      return nil
    }
    guard let items = reader.list("argv", example: "[/usr/local/bin/tell, ops]") else { return nil }
    let argv = items.compactMap { reader.text(of: $0, "argv") }
    guard argv.count == items.count, let program = argv.first, !program.isEmpty, !argv.contains(where: { $0.utf8.contains(0) }) else {
      log.error("argv needs a program first, and text without NUL", at: reader.keyPlace("argv"))
      return nil
    }
    return .command(argv: argv, timeout: timeout ?? Configuration.alertCommandTimeoutDefault)
  }
}
