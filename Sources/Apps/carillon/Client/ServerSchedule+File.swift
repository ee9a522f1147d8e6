import Scheduling

/// What a server's schedule leaves unsaid, because the server knows it, and a file must say.
extension ServerSchedule {
  /// `binding` with the schedule's pipeline, and the pipeline's one deployment, where its trigger names none.
  func completing(_ binding: JSONValue) -> JSONValue {
    guard case .object(var members) = binding, let trigger = members["trigger"] else { return binding }
    members["trigger"] = completed(trigger)
    return .object(members)
  }

  private func completed(_ trigger: JSONValue) -> JSONValue {
    guard case .object(var members) = trigger, let name = trigger["kind"]?.stringValue, let kind = Scheduling.Trigger.Kind(rawValue: name)
    else {
      return trigger
    }
    switch kind {
    case .snapshot: members.state("pipeline", pipelineName ?? pipelineID)
    case .build where members.lacks("build") && members.lacks("pipeline"):
      // Servers that run builds have a record for each version of a pipeline, all of one name, which means the newest of them.
      members.state("pipeline", pipelineID ?? pipelineName)
      // The daemon goes by the id alone.
      if pipelineID != nil { members["version"] = nil }
    case .deployment: members.state("deployment", onlyDeployment)
    case .chain:
      if let action = members["trigger"] { members["trigger"] = completed(action) }
    case .build, .runTemplate, .http, .command, .jfrogDeployment, .jfrogExperiment, .jfrogInference: break
    }
    return .object(members)
  }

  private var pipelineID: String? { record.pipelineID?.description }

  /// The one that answers, or the one that there is.
  private var onlyDeployment: String? {
    let answering = deployments.filter(\.hasAnswered)
    let candidates = answering.isEmpty ? deployments : answering
    return candidates.count == 1 ? candidates[0].name : nil
  }
}

extension ScheduleRecord {
  /// The record with one timing, as a file must have it: the one that a daemon goes by.
  func withTheTimingThatCounts(isChained: Bool) -> ScheduleRecord {
    var record = self
    if isChained {
      record.cronExpression = nil
      record.startTime = nil
      record.endTime = nil
    }
    if isChained || record.cronExpression != nil { record.interval = nil }
    if isChained || record.cronExpression != nil || record.interval != nil { record.runOnceStartTime = nil }
    return record
  }
}

extension [String: JSONValue] {
  fileprivate func lacks(_ key: String) -> Bool { (self[key] ?? .null) == .null }

  fileprivate mutating func state(_ key: String, _ text: String?) {
    guard let text, lacks(key) else { return }
    self[key] = .string(text)
  }
}
