import CivilTime

/// A record with its binding: all that decides when it is due and what happens then.
package struct ScheduleDefinition: Hashable, Sendable {
  /// What the definition alone says; whether a schedule has ended, only time tells.
  package enum Standing: String, Hashable, Sendable, Codable {
    case armed, paused, unbound, observed, invalid

    /// True when due instants are answered for in the ledger.
    package var owes: Bool {
      switch self {
      case .armed, .paused, .unbound: true
      case .observed, .invalid: false
      }
    }
  }

  package var record: ScheduleRecord {
    _read { yield shared.content.record }
    _modify { yield &shared.content.record }
  }
  package var standing: Standing {
    get { shared.content.standing }
    _modify { yield &shared.content.standing }
  }
  /// Why it is not armed.
  package var reason: Reason? {
    _read { yield shared.content.reason }
    _modify { yield &shared.content.reason }
  }
  package var warnings: [Reason] {
    _read { yield shared.content.warnings }
    _modify { yield &shared.content.warnings }
  }
  package var policy: Policy {
    _read { yield shared.content.policyBox.policy }
    set { shared.content.policyBox = PolicyBox.holding(newValue) }
  }
  /// What groups schedules for limits, pauses and lists.
  package var tags: [String] {
    _read { yield shared.content.tags }
    _modify { yield &shared.content.tags }
  }
  package var trigger: Trigger? {
    _read { yield shared.content.trigger }
    _modify { yield &shared.content.trigger }
  }
  /// Where the trigger comes from, in words: a file with its line, the server's metadata, the pipeline's deployment. Where a file without
  /// a trigger says more about it, the file's place comes first.
  package var bindingOrigin: String? {
    _read { yield shared.content.bindingOrigin }
    _modify { yield &shared.content.bindingOrigin }
  }
  /// Nil where its file says nothing of them, which is nearly always. Never written down.
  package var alerts: ScheduleAlerts? {
    get { shared.content.alertsBox?.alerts }
    set { shared.content.alertsBox = newValue.map(AlertsBox.init) }
  }

  package init(
    record: ScheduleRecord, standing: Standing, reason: Reason? = nil, warnings: [Reason] = [],
    policy: Policy = Policy(), tags: [String] = [], trigger: Trigger? = nil,
    bindingOrigin: String? = nil
  ) {
    shared = Shared(
      Content(
        record: record, standing: standing, reason: reason, warnings: warnings, policyBox: .holding(policy), tags: tags, trigger: trigger,
        bindingOrigin: bindingOrigin, alertsBox: nil))
  }

  private struct Content: Hashable, Sendable {
    var record: ScheduleRecord
    var standing: Standing
    var reason: Reason?
    var warnings: [Reason]
    /// Nearly all have the same one, which they share.
    var policyBox: PolicyBox
    var tags: [String]
    var trigger: Trigger?
    var bindingOrigin: String?
    var alertsBox: AlertsBox?
  }

  /// A file, the catalog, the ledger's revision and the plan have the same one.
  private var shared: Shared<Content>

  /// True for values that share their content.
  func isIdentical(to other: ScheduleDefinition) -> Bool { shared.isIdentical(to: other.shared) }

  package var id: Identifier { record.id }

  /// Two definitions with the same substance do the same at the same times: no new revision is needed between them.
  package var substance: ScheduleDefinition {
    var copy = withoutSecrets
    copy.record.updated = nil
    copy.reason = nil
    copy.warnings = []
    copy.bindingOrigin = nil
    copy.alerts = nil
    return copy
  }

  /// The same as comparing the substances of both, which makes none.
  package func hasSubstance(of other: ScheduleDefinition) -> Bool {
    if isIdentical(to: other) { return true }
    return isTheSame(asButForTheTrigger: other) && (trigger == other.trigger || trigger?.withoutSecrets == other.trigger?.withoutSecrets)
  }

  /// True when this one is `other`, of which the ledger has left out values that may be written down.
  func isWhole(_ other: ScheduleDefinition) -> Bool {
    isTheSame(asButForTheTrigger: other) && trigger?.restoringSecrets(from: other.trigger) == other.trigger
  }

  private func isTheSame(asButForTheTrigger other: ScheduleDefinition) -> Bool {
    guard standing == other.standing, shared.content.policyBox == other.shared.content.policyBox, tags == other.tags else { return false }
    var record = record
    record.updated = other.record.updated
    return record == other.record
  }

  /// True when everything is the same that decides when it is due: what resolving looks at.
  fileprivate func isDue(as other: ScheduleDefinition) -> Bool {
    record.isDue(as: other.record) && (trigger?.chain == nil) == (other.trigger?.chain == nil)
      && (shared.content.policyBox === other.shared.content.policyBox || policy.calendars == other.policy.calendars)
  }

  fileprivate mutating func addWarnings(ofTiming added: [Reason]) {
    guard !added.isEmpty else { return }
    warnings = added + warnings.filter { !added.contains($0) }
  }

  /// The definition as it may be written down.
  package var withoutSecrets: ScheduleDefinition {
    guard let trigger, case let bare = trigger.withoutSecrets, bare != trigger else { return self }
    var copy = self
    copy.trigger = bare
    return copy
  }
}

// Written without what is empty; `tags` came later than the rest.
extension ScheduleDefinition: Codable {
  private enum CodingKeys: String, CodingKey { case record, standing, reason, warnings, policy, tags, trigger, bindingOrigin }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      record: try values.decode(ScheduleRecord.self, forKey: .record), standing: try values.decode(Standing.self, forKey: .standing),
      reason: try values.decodeIfPresent(Reason.self, forKey: .reason),
      warnings: try values.decodeIfPresent([Reason].self, forKey: .warnings) ?? [],
      policy: try values.decode(Policy.self, forKey: .policy), tags: try values.decodeIfPresent([String].self, forKey: .tags) ?? [],
      trigger: try values.decodeIfPresent(Trigger.self, forKey: .trigger),
      bindingOrigin: try values.decodeIfPresent(String.self, forKey: .bindingOrigin))
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(record, forKey: .record)
    try values.encode(standing, forKey: .standing)
    try values.encodeIfPresent(reason, forKey: .reason)
    if !warnings.isEmpty { try values.encode(warnings, forKey: .warnings) }
    try values.encode(policy, forKey: .policy)
    if !tags.isEmpty { try values.encode(tags, forKey: .tags) }
    try values.encodeIfPresent(trigger, forKey: .trigger)
    try values.encodeIfPresent(bindingOrigin, forKey: .bindingOrigin)
  }
}

/// A definition that the scheduler can work with: its due instants computed, its record judged.
///
/// Copies share one immutable storage.
package struct Schedule: Sendable, Identifiable {
  private final class Storage: Sendable {
    let definition: ScheduleDefinition
    let due: DueInstants?
    let exclusions: ExclusionRules?
    let target: TargetName?
    let triggerWithoutSecrets: Trigger?
    let runNamePrefix: String
    /// What resolving has added to the definition's.
    let timingWarnings: [Reason]

    init(
      _ definition: ScheduleDefinition, due: DueInstants?, exclusions: ExclusionRules?, timingWarnings: [Reason] = [],
      target: TargetName? = nil
    ) {
      self.definition = definition
      self.due = due
      self.exclusions = exclusions
      self.timingWarnings = timingWarnings
      self.target = target ?? definition.trigger.map(TargetName.init)
      let action = definition.trigger?.action
      let withoutSecrets = action?.withoutSecrets
      triggerWithoutSecrets = withoutSecrets == action ? action : withoutSecrets
      let prefix = Fire.runNamePrefix(of: definition.record.name)
      runNamePrefix = prefix == definition.record.name ? definition.record.name : prefix
    }

    init(copying other: Storage) {
      var definition = other.definition
      definition.trigger = definition.trigger?.copied()
      let isWithoutSecrets = other.triggerWithoutSecrets == definition.trigger?.action
      triggerWithoutSecrets = isWithoutSecrets ? definition.trigger?.action : other.triggerWithoutSecrets
      (self.definition, due, exclusions, timingWarnings) = (definition, other.due, other.exclusions, other.timingWarnings)
      (target, runNamePrefix) = (other.target, other.runNamePrefix)
    }
  }

  private let storage: Storage

  /// - Parameter zoneNamed: the rules of an IANA zone; nil when there is no such zone.
  package init(_ definition: ScheduleDefinition, zoneNamed: (String) -> ZoneRules?) {
    var expressions = SharedExpressions()
    self.init(definition, zoneNamed: zoneNamed, sharing: &expressions)
  }

  /// Many at once, which share what they have in common.
  /// - Parameter known: schedules that were resolved with the same zones, by their ids; what is due as before is not resolved again.
  package static func all(
    _ definitions: some Sequence<ScheduleDefinition>, zoneNamed: (String) -> ZoneRules?, knowing known: [Identifier: Schedule] = [:]
  ) -> [Schedule] {
    var expressions = SharedExpressions()
    return definitions.map { definition in
      known[definition.id].flatMap { Schedule(definition, dueAs: $0) }
        ?? Schedule(definition, zoneNamed: zoneNamed, sharing: &expressions)
    }
  }

  private init(_ definition: ScheduleDefinition, zoneNamed: (String) -> ZoneRules?, sharing expressions: inout SharedExpressions) {
    var definition = definition
    do {
      let timing = try RecordTiming(
        of: definition.record, isChained: definition.trigger?.chain != nil, zoneNamed: zoneNamed, sharing: &expressions)
      let calendars = definition.policy.calendars
      let exclusions = try calendars.isEmpty ? nil : ExclusionRules(calendars, zoneNamed: zoneNamed)
      definition.addWarnings(ofTiming: timing.warnings)
      storage = Storage(definition, due: timing.due, exclusions: exclusions, timingWarnings: timing.warnings)
    } catch {
      definition.standing = .invalid
      definition.reason = error.reason
      storage = Storage(definition, due: nil, exclusions: nil)
    }
  }

  /// Nil unless all that decides when it is due is as it was; `known` itself where nothing at all is new.
  private init?(_ definition: ScheduleDefinition, dueAs known: Schedule) {
    let (storage, before) = (known.storage, known.storage.definition)
    guard let due = storage.due, definition.isDue(as: before) else { return nil }
    var definition = definition
    definition.addWarnings(ofTiming: storage.timingWarnings)
    // A file's definition stays with what was read of the file: then that one is shared.
    if definition.isIdentical(to: before) || definition.record.source != .file && definition == before {
      self = known
      return
    }
    self.storage = Storage(
      definition, due: due, exclusions: storage.exclusions, timingWarnings: storage.timingWarnings,
      target: definition.trigger == before.trigger ? storage.target : nil)
  }

  private init(_ storage: Storage) { self.storage = storage }

  /// The same, set aside: it answers for nothing until it is changed, or readmitted.
  func quarantined(_ reason: Reason) -> Schedule {
    var definition = storage.definition
    definition.standing = .invalid
    definition.reason = reason
    return Schedule(Storage(definition, due: nil, exclusions: storage.exclusions, timingWarnings: storage.timingWarnings))
  }

  /// The same, no longer set aside. Of one that follows another, and so has no timing of its own.
  func readmitted(_ standing: ScheduleDefinition.Standing, _ reason: Reason?) -> Schedule {
    var definition = storage.definition
    definition.standing = standing
    definition.reason = reason
    return Schedule(
      Storage(
        definition, due: DueInstants(timing: .chained), exclusions: storage.exclusions, timingWarnings: storage.timingWarnings))
  }

  /// The same at another place in memory: copies that are made one after the other lie beside each other.
  func copied() -> Schedule { Schedule(Storage(copying: storage)) }

  /// True for the same object: nothing at all differs.
  func isIdentical(to other: Schedule) -> Bool { storage === other.storage }

  package var definition: ScheduleDefinition { storage.definition }
  var standing: ScheduleDefinition.Standing { storage.definition.standing }
  /// True when due instants are answered for in the ledger.
  var owes: Bool { standing.owes }
  /// What its fires do, with secrets.
  var action: Trigger? { storage.definition.trigger?.action }
  var isOfServer: Bool { storage.definition.record.source == .zenml }
  /// Nil when the record is invalid.
  package var due: DueInstants? { storage.due }
  var exclusions: ExclusionRules? { storage.exclusions }
  /// What its calendars say of a due instant: nil when it may start, without `deferredUntil` when it is skipped.
  package func exclusion(of due: Instant) -> (calendar: String, deferredUntil: Instant?)? {
    guard let exclusion = exclusions?.exclusion(of: due) else { return nil }
    return (calendar: exclusion.calendar, deferredUntil: exclusion.deferredUntil)
  }
  /// Where its fires act; nil when nothing says what to start.
  var target: TargetName? { storage.target }
  /// As the ledger may hold it; told apart once, for every fire needs it.
  var triggerWithoutSecrets: Trigger? { storage.triggerWithoutSecrets }
  /// What the names of its runs begin with.
  var runNamePrefix: String { storage.runNamePrefix }
  package var id: Identifier { storage.definition.record.id }
  package var name: String { storage.definition.record.name }
}
