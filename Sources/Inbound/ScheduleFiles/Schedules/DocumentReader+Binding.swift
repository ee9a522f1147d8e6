import Scheduling

/// Bindings: which records of a server they are for, and what these do when due.
extension DocumentReader {
  /// What a binding must leave to the server's record.
  private static let foreign = Dictionary(
    uniqueKeysWithValues: [
      "name", "cron_expression", "interval_seconds", "run_once_start_time", "start_time", "end_time", "active",
    ].map { ($0, "a document with match: says what a server's schedule does; when it is due, the server says") })

  func binding(_ mapping: inout MappingReader) -> FileBinding? {
    let match = mapping.mapping("match").flatMap(match)
    let content = content(&mapping)
    let hasZone = checkZone(&mapping)
    let takeOver = mapping.truth("take_over") ?? false
    let alerts = alerts(&mapping)
    mapping.finish(foreign: Self.foreign)
    guard let match, let content, hasZone else { return nil }
    var binding = FileBinding(match: match, content: content, takeOver: takeOver, location: location(of: mapping))
    binding.alerts = alerts
    return binding
  }

  /// Trigger, policy, tags and time zone; nil when the trigger is wrong.
  func content(_ mapping: inout MappingReader) -> BindingContent? {
    let hasTrigger = mapping.gives("trigger")
    let trigger = mapping.take("trigger").flatMap(TriggerReader(log: log, allowsCallbacks: allowsCallbacks).read)
    let policy = PolicyReader(log: log, calendars: calendars, kinds: kinds(trigger, hasTrigger), isComplete: false).read(&mapping)
    PolicyWarnings(log: log).warn(policy.policy, trigger: trigger, due: nil, &mapping)
    let content = BindingContent(trigger: trigger, policy: policy, tags: tags(&mapping), timeZone: mapping.text("time_zone"))
    return hasTrigger && trigger == nil ? nil : content
  }

  /// Without a trigger the server's own binding, which names no command, or a deployment is started.
  private func kinds(_ trigger: Trigger?, _ hasTrigger: Bool) -> Set<Trigger.Kind> {
    if let trigger { return [trigger.action.kind] }
    return hasTrigger ? Set(Trigger.Kind.allCases) : [.deployment, .http]
  }

  private func match(_ reader: MappingReader) -> FileBinding.Match? {
    var reader = reader
    var given: [String] = []
    for key in ["id", "name", "pipeline", "glob"] where reader.gives(key) { given.append(key) }
    reader.finish()
    guard given.count == 1, let key = given.first else {
      let found = given.isEmpty ? "" : ", not \(given.joined(separator: " and "))"
      log.error("match needs exactly one of id, name, pipeline, glob\(found)", at: reader.place)
      return nil
    }
    guard let text = reader.text(key) else { return nil }
    switch key {
    case "id": return identifier(text, &reader).map(FileBinding.Match.id)
    case "name": return .name(text)
    case "pipeline": return .pipeline(text)
    default: return .glob(text)
    }
  }

  private func identifier(_ text: String, _ reader: inout MappingReader) -> Identifier? {
    if let identifier = Identifier(text) { return identifier }
    let place = reader.take("id")?.place
    log.error("id '\(MappingReader.shown(text))' is not a UUID; match by name: instead?", at: place)
    return nil
  }
}
