import CivilTime
import Scheduling

/// Reads what `JSONEncoder` writes of a `ServerSchedule`: a start reads every one of them.
extension JSONScanner {
  /// All that is left.
  mutating func serverSchedule() throws(Failure) -> ServerSchedule {
    var record: ScheduleRecord?
    var rest = ServerSchedule(record: ScheduleRecord(id: Identifier(high: 0, low: 0), name: "", source: .zenml))
    try object { (key, scanner) throws(Failure) in
      switch key {
      case "bindingText": rest.bindingText = try scanner.stringIfAny()
      case "deployments":
        try scanner.array { scanner throws(Failure) in rest.deployments.append(try scanner.serverDeployment()) }
      case "misfire": rest.misfire = try scanner.wordIfAny()
      case "orchestrator": rest.orchestrator = try scanner.orchestrator()
      case "otherInstance": rest.otherInstance = try scanner.stringIfAny()
      case "pipelineName": rest.pipelineName = try scanner.stringIfAny()
      case "record": record = try scanner.scheduleRecord()
      default: _ = try scanner.value()
      }
    }
    guard let record, isAtEnd() else { throw Failure() }
    rest.record = record
    return rest
  }

  private mutating func scheduleRecord() throws(Failure) -> ScheduleRecord {
    var id: Identifier?
    var name: String?
    var source: ScheduleRecord.Source?
    var active: Bool?
    var rest = ScheduleRecord(id: Identifier(high: 0, low: 0), name: "", source: .zenml)
    try object { (key, scanner) throws(Failure) in
      switch key {
      case "active": active = try scanner.truth()
      case "cronExpression": rest.cronExpression = try scanner.stringIfAny()
      case "defect": rest.defect = try scanner.stringIfAny()
      case "endTime": rest.endTime = try scanner.instantIfAny()
      case "id": id = try scanner.identifier()
      case "interval": rest.interval = try scanner.duration()
      case "name": name = try scanner.string()
      case "orchestratorID": rest.orchestratorID = try scanner.identifierIfAny()
      case "pipelineID": rest.pipelineID = try scanner.identifierIfAny()
      case "runOnceStartTime": rest.runOnceStartTime = try scanner.instantIfAny()
      case "source": source = try scanner.wordIfAny()
      case "startTime": rest.startTime = try scanner.instantIfAny()
      case "timeZone": rest.timeZone = try scanner.stringIfAny()
      case "updated": rest.updated = try scanner.instantIfAny()
      default: _ = try scanner.value()
      }
    }
    guard let id, let name, let source, let active else { throw Failure() }
    (rest.id, rest.name, rest.source, rest.active) = (id, name, source, active)
    return rest
  }

  private mutating func serverDeployment() throws(Failure) -> ServerSchedule.Deployment {
    var id: Identifier?
    var name: String?
    var hasAnswered: Bool?
    try object { (key, scanner) throws(Failure) in
      switch key {
      case "hasAnswered": hasAnswered = try scanner.truth()
      case "id": id = try scanner.identifier()
      case "name": name = try scanner.string()
      default: _ = try scanner.value()
      }
    }
    guard let id, let name, let hasAnswered else { throw Failure() }
    return ServerSchedule.Deployment(id: id, name: name, hasAnswered: hasAnswered)
  }

  private mutating func orchestrator() throws(Failure) -> ServerSchedule.Orchestrator {
    var orchestrator: ServerSchedule.Orchestrator?
    try object { (key, scanner) throws(Failure) in
      var flavor: String?
      var isCustom: Bool?
      try scanner.object { (member, scanner) throws(Failure) in
        switch member {
        case "_0": flavor = try scanner.string()
        case "isCustom": isCustom = try scanner.truth()
        default: _ = try scanner.value()
        }
      }
      switch (key, flavor, isCustom) {
      case ("none", _, _): orchestrator = ServerSchedule.Orchestrator.none
      case ("unknown", _, _): orchestrator = .unknown
      case ("flavor", let flavor?, let isCustom?): orchestrator = .flavor(flavor, isCustom: isCustom)
      default: throw Failure()
      }
    }
    guard let orchestrator else { throw Failure() }
    return orchestrator
  }

  /// As Swift derives it: the halves of a 128-bit number of attoseconds, the lower one without a sign.
  private mutating func duration() throws(Failure) -> Duration {
    var halves: [Int128] = []
    try array { scanner throws(Failure) in
      guard let half = Int128(scanner.digits()) else { throw Failure() }
      halves.append(half)
    }
    guard halves.count == 2, let high = Int64(exactly: halves[0]), let low = UInt64(exactly: halves[1]) else { throw Failure() }
    return Duration(attoseconds: Int128(high) << 64 | Int128(low))
  }

  private mutating func truth() throws(Failure) -> Bool {
    guard case .bool(let value) = try value() else { throw Failure() }
    return value
  }

  /// Nil for null.
  private mutating func stringIfAny() throws(Failure) -> String? {
    guard current() == UInt8(ascii: "n") else { return try string() }
    _ = try literal("null", .null)
    return nil
  }

  private mutating func identifierIfAny() throws(Failure) -> Identifier? {
    guard current() == UInt8(ascii: "n") else { return try identifier() }
    _ = try literal("null", .null)
    return nil
  }

  private mutating func instantIfAny() throws(Failure) -> Instant? {
    guard current() == UInt8(ascii: "n") else { return Instant(microsecondsSinceEpoch: Int64(try integer())) }
    _ = try literal("null", .null)
    return nil
  }

  private mutating func wordIfAny<Word: RawRepresentable<String>>() throws(Failure) -> Word? {
    guard let text = try stringIfAny() else { return nil }
    guard let word = Word(rawValue: text) else { throw Failure() }
    return word
  }
}

extension ColumnReader {
  /// The server's schedule whose JSON is in the next column.
  mutating func nextServerSchedule() throws -> ServerSchedule {
    let schedule = nextBytesIfAny { bytes in
      var scanner = JSONScanner(bytes)
      return Result { () throws(JSONScanner.Failure) in try scanner.serverSchedule() }
    }
    guard let schedule else { throw unreadableLast("is empty") }
    do { return try schedule.get() } catch { throw unreadableLast("is not the JSON of a schedule") }
  }
}
