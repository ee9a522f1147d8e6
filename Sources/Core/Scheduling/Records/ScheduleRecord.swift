import CivilTime

/// A schedule as its source states it: nothing checked, nothing resolved.
package struct ScheduleRecord: Hashable, Sendable, Codable {
  package enum Source: String, Hashable, Sendable, Codable { case zenml, file, local }

  package var id: Identifier
  package var name: String
  package var source: Source
  package var cronExpression: String?
  package var interval: Duration?
  package var runOnceStartTime: Instant?
  /// An IANA name; nil means UTC.
  package var timeZone: String?
  /// Inclusive.
  package var startTime: Instant?
  /// Exclusive.
  package var endTime: Instant?
  package var active: Bool
  /// When the source last changed the record; nil where it does not say.
  package var updated: Instant?
  package var pipelineID: Identifier?
  package var orchestratorID: Identifier?
  /// A field that could not be read, in one sentence. A record with a defect is `invalid`.
  package var defect: String?

  package init(
    id: Identifier, name: String, source: Source, cronExpression: String? = nil, interval: Duration? = nil,
    runOnceStartTime: Instant? = nil, timeZone: String? = nil, startTime: Instant? = nil, endTime: Instant? = nil,
    active: Bool = true, updated: Instant? = nil, pipelineID: Identifier? = nil, orchestratorID: Identifier? = nil,
    defect: String? = nil
  ) {
    self.id = id
    self.name = name
    self.source = source
    self.cronExpression = cronExpression
    self.interval = interval
    self.runOnceStartTime = runOnceStartTime
    self.timeZone = timeZone
    self.startTime = startTime
    self.endTime = endTime
    self.active = active
    self.updated = updated
    self.pipelineID = pipelineID
    self.orchestratorID = orchestratorID
    self.defect = defect
  }
}

extension ScheduleRecord {
  /// True when it says when it is due, rightly or not.
  package var hasTiming: Bool { cronExpression != nil || interval != nil || runOnceStartTime != nil }

  /// True when everything is the same that decides when it is due. The name does, for what `H` stands for.
  func isDue(as other: ScheduleRecord) -> Bool {
    cronExpression == other.cronExpression && interval == other.interval && runOnceStartTime == other.runOnceStartTime
      && timeZone == other.timeZone && startTime == other.startTime && endTime == other.endTime && name == other.name
      && source == other.source && defect == other.defect
  }

  /// The namespace of file schedules' ids: fixed for ever, so that a file's schedule keeps its id on every machine.
  package static let fileNamespace = Identifier(high: 0x6361_7269_6c6c_5f6e, low: 0x8000_6669_6c65_0001)

  /// The id of the schedule `name` of a file.
  package static func fileID(name: String) -> Identifier {
    .version5(namespace: fileNamespace, name: "file/\(name)")
  }

  /// The namespace of local schedules' ids: one name in a file and over the control API is two schedules.
  package static let localNamespace = Identifier(high: 0x6361_7269_6c6c_5f6e, low: 0x8000_6c6f_6361_0001)

  /// The id of the local schedule `name`.
  package static func localID(name: String) -> Identifier {
    .version5(namespace: localNamespace, name: "local/\(name)")
  }
}
