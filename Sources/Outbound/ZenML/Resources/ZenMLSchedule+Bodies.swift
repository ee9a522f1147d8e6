import CivilTime
import Values

extension ZenMLSchedule {
  /// What is needed to make a schedule. The server refuses one without any timing and takes every other: cron expressions are not
  /// looked into, and both an expression and an interval can be set.
  public struct Request: ZenMLBody {
    /// When it fires.
    public enum Timing: Sendable, Equatable {
      /// Five fields, or six and seven with the second *last*.
      case cron(String)
      /// From one fire to the next, and the first one.
      case interval(Duration, from: Instant)
      /// Once.
      case once(Instant)
    }

    /// Unique among the project's schedules, archived ones excepted.
    public var name: String
    /// When it fires.
    public var timing: Timing
    /// It fires then or later; an interval's own start wins.
    public var startTime: Instant?
    /// It fires no more from then on.
    public var endTime: Instant?
    /// False: it does not fire until it is.
    public var isActive = true
    /// Each missed instant is to be made up for.
    public var catchesUp = false
    /// The pipeline that it is to run.
    public var pipelineID: Identifier?
    /// The orchestrator that it is made for; nil for none.
    public var orchestratorID: Identifier?

    /// What the server cannot do without; everything else can be set before it is sent.
    public init(name: String, timing: Timing, pipelineID: Identifier? = nil) {
      self.name = name
      self.timing = timing
      self.pipelineID = pipelineID
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("start_time", startTime)
      switch timing {
      case .cron(let expression): members.add("cron_expression", expression)
      case .interval(let interval, let start):
        members.add("interval_second", interval.inSeconds)
        members.add("start_time", start)
      case .once(let instant): members.add("run_once_start_time", instant)
      }
      members.add("end_time", endTime)
      members.add("active", isActive)
      members.add("catchup", catchesUp)
      // Both must be there, even as null.
      members.add("pipeline_id", JSONValue(pipelineID))
      members.add("orchestrator_id", JSONValue(orchestratorID))
      return members.all
    }
  }

  /// `members` with those that the server refuses a new schedule without, even as null, where they are left out.
  package static func completed(_ members: [String: JSONValue]) -> [String: JSONValue] {
    let needed: [String: JSONValue] = ["active": true, "pipeline_id": .null, "orchestrator_id": .null]
    return needed.merging(members) { _, given in given }
  }

  /// What can be changed of a schedule; nil stays as it is. A 0.98 server takes these three and ignores everything else.
  public struct Update: ZenMLBody {
    /// Unique among the project's schedules.
    public var name: String?
    /// Not looked into by the server.
    public var cronExpression: String?
    /// False while it is not to fire.
    public var isActive: Bool?

    /// An update that sets nothing still moves the schedule's `updated`.
    public init(name: String? = nil, cronExpression: String? = nil, isActive: Bool? = nil) {
      self.name = name
      self.cronExpression = cronExpression
      self.isActive = isActive
    }

    /// The members of the JSON object that is sent.
    public var members: [String: JSONValue] {
      var members = BodyMembers()
      members.add("name", name)
      members.add("cron_expression", cronExpression)
      members.add("active", isActive)
      return members.all
    }
  }
}

extension JSONValue {
  /// Null for nil.
  fileprivate init(_ id: Identifier?) { self = id.map { .string($0.description) } ?? .null }
}

extension Duration {
  /// Whole and fractional seconds.
  fileprivate var inSeconds: JSONValue {
    let parts = components
    return parts.attoseconds == 0 ? .integer(parts.seconds) : .number(Double(parts.seconds) + Double(parts.attoseconds) / 1e18)
  }
}
