import Scheduling

/// Definitions and triggers as release 0.1.0 reads them.
enum Version1Definition {
  /// The members of each kind of trigger that it has; the first word of the trigger's JSON names the kind.
  private static let triggerMembers: [String: Set<String>] = [
    "deployment": ["deployment", "pipelineID", "parameters"],
    "http": ["method", "url", "headers", "body", "success", "timeoutSeconds"],
    "command": ["argv", "cwd", "env", "timeoutSeconds"],
  ]
  static let kinds = triggerMembers.keys.sorted()

  /// What of a definition it does not have and would do something else without; nil when there is no such thing.
  static func need(of definition: ScheduleDefinition) throws -> String? {
    if let trigger = definition.trigger, let need = try need(of: trigger) { return need }
    let policy = definition.policy
    if !policy.calendars.isEmpty { return "calendars" }
    if policy.maxRuns != nil { return "max_runs" }
    return policy.mutex == nil ? nil : "a mutex"
  }

  /// As `need(of:)`, of a trigger alone.
  static func need(of trigger: Trigger) throws -> String? {
    guard let known = triggerMembers[trigger.kind.rawValue] else { return "a trigger of kind \(trigger.kind.rawValue)" }
    let json = try JSONText.decode(JSONValue.self, from: JSONText.encode(trigger))
    guard case .object(let members)? = json[trigger.kind.rawValue]?["_0"] else { return nil }
    return members.keys.filter { !known.contains($0) }.min().map { "\($0) of its \(trigger.kind.rawValue) trigger" }
  }

  /// What cannot be kept becomes what is nearest and starts nothing that was not meant: of two fires at a time only one; and
  /// a schedule with a `need` is unbound, so that its instants are written down and nothing is started.
  static func text(of definition: ScheduleDefinition) throws -> String {
    var definition = definition
    if definition.record.source == .local { definition.record.source = .file }
    if let need = try need(of: definition) {
      definition.trigger = nil
      if definition.standing == .armed { definition.standing = .unbound }
      definition.reason = Reason("needs_newer_release", "it has \(need), which this release of Carillon does not know")
    }
    return try JSONText.encode(Definition(definition))
  }

  /// Not by way of `JSONValue`, whose numbers are too small for a `Duration`'s.
  private struct Definition: Encodable {
    struct Policy: Encodable {
      let misfire: Scheduling.Policy.Misfire
      let overlap: Scheduling.Policy.Overlap
    }

    let record: ScheduleRecord
    let standing: ScheduleDefinition.Standing
    let reason: Reason?
    /// 0.1.0 expects it also where it is empty.
    let warnings: [Reason]
    let policy: Policy
    let trigger: Trigger?
    let bindingOrigin: String?

    init(_ definition: ScheduleDefinition) {
      record = definition.record
      standing = definition.standing
      reason = definition.reason
      warnings = definition.warnings
      policy = Policy(misfire: definition.policy.misfire, overlap: definition.policy.overlap == .allow ? .allow : .skip)
      trigger = definition.trigger
      bindingOrigin = definition.bindingOrigin
    }
  }
}
