/// Gives each record of a server its trigger: from a file, from the server's metadata, or the pipeline's one deployment.
package struct Binder: Sendable {
  package let files: [FileBinding]
  package let allowed: ServerBindingRules
  /// Reads the text of a server's binding; the error is a sentence.
  package let parse: @Sendable (String) throws(BindingTextError) -> BindingContent

  package init(
    files: [FileBinding], allowed: ServerBindingRules,
    parse: @escaping @Sendable (String) throws(BindingTextError) -> BindingContent
  ) {
    self.files = files
    self.allowed = allowed
    self.parse = parse
  }

  package func definition(of schedule: ServerSchedule) -> ScheduleDefinition {
    let choice = fileBinding(for: schedule)
    var definition = definition(of: schedule, by: choice)
    // Only files tell of alerts: they can send what runs write elsewhere.
    if case .one(let file) = choice { definition.alerts = file.alerts }
    return definition
  }

  private func definition(of schedule: ServerSchedule, by choice: Choice) -> ScheduleDefinition {
    switch choice {
    case .ambiguous(let reason): return unbound(schedule, reason)
    case .one(let file):
      if !file.takeOver, let reason = Self.observation(of: schedule) { return observed(schedule, reason) }
      guard file.content.trigger == nil else { return bound(schedule, file.content, from: file.location) }
      return withoutFileTrigger(schedule, keeping: file)
    case .none:
      if let reason = Self.observation(of: schedule) { return observed(schedule, reason) }
      return withoutFileTrigger(schedule, keeping: nil)
    }
  }

  /// What the server's metadata or the pipeline's deployment say, under what a file without a trigger states.
  private func withoutFileTrigger(_ schedule: ServerSchedule, keeping file: FileBinding?) -> ScheduleDefinition {
    if let text = schedule.bindingText { return serverBound(schedule, text, under: file) }
    switch automaticTrigger(for: schedule) {
    case .success(let trigger):
      var content = file?.content ?? BindingContent()
      content.trigger = trigger
      return bound(schedule, content, from: Self.origin("the pipeline's only deployment", under: file))
    case .failure(let refusal): return unbound(schedule, refusal.reason)
    }
  }

  static func origin(_ origin: String, under file: FileBinding?) -> String { file?.origin(withTriggerFrom: origin) ?? origin }

  // MARK: Results

  private static let inactive = Reason("inactive", "active is false on the server")

  func bound(_ schedule: ServerSchedule, _ content: BindingContent, from origin: String) -> ScheduleDefinition {
    var record = schedule.record
    if let zone = content.timeZone { record.timeZone = zone }
    let policy = content.policy.filled(misfire: schedule.misfire)
    return ScheduleDefinition(
      record: record, standing: record.active ? .armed : .paused,
      reason: record.active ? nil : Self.inactive,
      warnings: warnings(for: schedule) + warnings(about: policy, with: content.trigger), policy: policy.policy,
      tags: content.tags ?? [], trigger: content.trigger.map { completed($0, for: schedule) }, bindingOrigin: origin)
  }

  /// What the places that a policy comes from say together; each alone is checked where it is read.
  private func warnings(about policy: StatedPolicy, with trigger: Trigger?) -> [Reason] {
    let kinds = trigger.map { [$0.action.kind] } ?? Set(Trigger.Kind.allCases)
    return policy.conflicts(kinds: kinds, isComplete: true).map { Reason("policy_conflict", $0.sentence) }
  }

  /// A trigger that names no pipeline means the schedule's own.
  private func completed(_ trigger: Trigger, for schedule: ServerSchedule) -> Trigger {
    let pipelineID = schedule.record.pipelineID
    switch trigger {
    case .deployment(var deployment):
      deployment.pipelineID = pipelineID
      return .deployment(deployment)
    case .snapshot(var snapshot):
      snapshot.pipelineID = pipelineID
      return .snapshot(snapshot)
    case .build(var build):
      build.pipelineID = pipelineID
      return .build(build)
    case .chain(var chain):
      chain.action = completed(chain.action, for: schedule)
      return .chain(chain)
    case .runTemplate, .http, .command, .jfrogDeployment, .jfrogExperiment, .jfrogInference: return trigger
    }
  }

  func unbound(_ schedule: ServerSchedule, _ reason: Reason) -> ScheduleDefinition {
    let isActive = schedule.record.active
    return ScheduleDefinition(
      record: schedule.record, standing: isActive ? .unbound : .paused, reason: isActive ? reason : Self.inactive,
      warnings: warnings(for: schedule))
  }

  private func observed(_ schedule: ServerSchedule, _ reason: Reason) -> ScheduleDefinition {
    ScheduleDefinition(record: schedule.record, standing: .observed, reason: reason, warnings: warnings(for: schedule))
  }

  private func warnings(for schedule: ServerSchedule) -> [Reason] {
    guard let other = schedule.otherInstance else { return [] }
    return [Reason("other_instance", "another Carillon (instance \(other)) has reported on this schedule: two of them fire it")]
  }

  // MARK: Files

  private enum Choice {
    case none
    case one(FileBinding)
    case ambiguous(Reason)
  }

  private func fileBinding(for schedule: ServerSchedule) -> Choice {
    let matching = files.filter { $0.match.matches(schedule) }
    guard let best = matching.map(\.match.rank).min() else { return .none }
    let winners = matching.filter { $0.match.rank == best }
    guard winners.count > 1 else { return .one(winners[0]) }
    let places = winners.map(\.location).sorted().joined(separator: " and ")
    return .ambiguous(Reason("ambiguous_files", "\(places) match it equally well; keep one of them"))
  }

  // MARK: Orchestrators

  /// Why the record must be left alone: its orchestrator fires it, or may do so.
  package static func observation(of schedule: ServerSchedule) -> Reason? {
    switch schedule.orchestrator {
    case .none: return nil
    case .unknown:
      return Reason("unknown_orchestrator", "its orchestrator is not known to the server; set take_over: true in a file to fire it here")
    case .flavor(let flavor, isCustom: false) where NativeOrchestrators.notScheduling.contains(flavor): return nil
    case .flavor(let flavor, isCustom: false) where NativeOrchestrators.scheduling.contains(flavor):
      return Reason(
        "native_orchestrator", "its orchestrator (\(flavor)) fires schedules itself; set take_over: true in a file to fire it here instead")
    case .flavor(let flavor, _):
      return Reason(
        "custom_orchestrator", "its orchestrator (\(flavor)) may fire schedules itself; set take_over: true in a file to fire it here")
    }
  }

  // MARK: The pipeline's deployment

  private struct Refusal: Error { let reason: Reason }

  private func automaticTrigger(for schedule: ServerSchedule) -> Result<Trigger, Refusal> {
    let answering = schedule.deployments.filter(\.hasAnswered).sorted { $0.name < $1.name }
    if answering.count == 1 {
      return .success(.deployment(DeploymentTrigger(deployment: answering[0].id.description)))
    }
    guard answering.isEmpty else {
      let names = answering.map { "\($0.name) (\($0.id))" }.joined(separator: ", ")
      return .failure(Refusal(reason: Reason("several_deployments", "its pipeline has several deployments: \(names); name one in a file")))
    }
    let silent = schedule.deployments.map(\.name).sorted().joined(separator: ", ")
    return .failure(
      Refusal(
        reason: silent.isEmpty
          ? Reason(
            "no_binding",
            "nothing says what to start: no file matches it, the server holds no carillon.binding for it, and its pipeline has no deployment"
          )
          : Reason("no_healthy_deployment", "no deployment of its pipeline answers /health (\(silent)), and no file matches it")))
  }
}
