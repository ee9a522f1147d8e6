import ControlMessages

/// A row of the ledger with our fields, and with those of a pipeline run of a ZenML server: flat, and as 0.98 nests them.
struct RunShape: Encodable {
  let item: RunItem

  func encode(to encoder: any Encoder) throws {
    try item.encode(to: encoder)
    var values = encoder.container(keyedBy: ZenMLKeys.self)
    try values.encode(item.fireID, forKey: .id)
    try values.encode(item.runName ?? "\(item.schedule) \(item.due)", forKey: .name)
    try values.encode(ZenMLStatus(outcome: item.outcome).rawValue, forKey: .status)
    try values.encode(item.claimedAt, forKey: .created)
    try values.encode(item.startedAt, forKey: .startTime)
    try values.encode(item.finishedAt, forKey: .endTime)
    try values.encode(Body(item: item), forKey: .body)
    // A client of ZenML asks for it one by one, and finds what the daemon knows in the fields above.
    try values.encodeNil(forKey: .metadata)
    try values.encodeNil(forKey: .resources)
    try values.encode(false, forKey: .permissionDenied)
  }

  struct Body: Encodable {
    let item: RunItem

    enum CodingKeys: String, CodingKey {
      case created, updated, status, index
      case projectID = "project_id"
      case inProgress = "in_progress"
      case statusReason = "status_reason"
    }

    func encode(to encoder: any Encoder) throws {
      let status = ZenMLStatus(outcome: item.outcome)
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(item.claimedAt, forKey: .created)
      try values.encode(item.finishedAt ?? item.startedAt ?? item.claimedAt, forKey: .updated)
      try values.encode(item.projectID ?? ZenMLKeys.noProject, forKey: .projectID)
      try values.encode(status.rawValue, forKey: .status)
      try values.encode(status.isInProgress, forKey: .inProgress)
      try values.encode(item.reason, forKey: .statusReason)
      try values.encode(item.attempt, forKey: .index)
    }
  }
}
