import Foundation
import Scheduling

/// The JSON of triggers: `{"http": {"_0": {…}}}`, the shape that Swift derives for `Trigger`, in which version 1 of the
/// schema wrote them too.
///
/// The writer is the last line of defence: whatever a caller forgot, no secret reaches the file.
extension JSONWriter {
  mutating func trigger(_ trigger: Trigger, _ values: inout WrittenValues) {
    object { writer in
      writer.key(trigger.kind.rawValue)
      writer.object { writer in
        writer.key("_0")
        switch trigger {
        case .deployment(let deployment): writer.deployment(deployment)
        case .http(let http): writer.http(http, &values)
        case .command(let command): writer.command(command, &values)
        case .chain(let chain): writer.chain(chain, &values)
        case .snapshot(let snapshot): writer.derived(snapshot)
        case .build(let build): writer.derived(build)
        case .runTemplate(let template): writer.derived(template)
        case .jfrogDeployment(let deployment): writer.derived(deployment)
        case .jfrogExperiment(let experiment): writer.derived(experiment)
        case .jfrogInference(let inference): writer.derived(inference)
        }
      }
    }
  }

  /// What holds neither headers nor an environment is written as Swift derives it: no secret has a place in it.
  private mutating func derived(_ trigger: some Encodable) {
    let json = try? JSONDecoder().decode(JSONValue.self, from: JSONEncoder().encode(trigger))
    // Texts, numbers and JSON values can all be written; a number that is none cannot be read.
    value(json ?? .null)
  }

  private mutating func deployment(_ trigger: DeploymentTrigger) {
    object { writer in
      writer.member("deployment", trigger.deployment)
      writer.key("parameters")
      writer.value(trigger.parameters)
      writer.member("pipelineID", trigger.pipelineID?.description)
    }
  }

  private mutating func chain(_ trigger: ChainTrigger, _ values: inout WrittenValues) {
    object { writer in
      writer.key("action")
      writer.trigger(trigger.action, &values)
      writer.member("condition", trigger.condition.rawValue)
      writer.member("upstream", trigger.upstream)
    }
  }

  private mutating func http(_ trigger: HTTPTrigger, _ values: inout WrittenValues) {
    object { writer in
      if let body = trigger.body {
        writer.key("body")
        writer.value(body)
      }
      writer.derivedMember("connection", trigger.connection)
      writer.derivedMember("ending", trigger.ending)
      writer.derivedMember("expect", trigger.expect)
      writer.member("form", trigger.form, &values)
      writer.member("headers", trigger.headers, &values)
      writer.member("method", trigger.method)
      writer.member("query", trigger.query, &values)
      writer.key("success")
      writer.array { writer in
        for range in trigger.success {
          writer.array { writer in
            writer.integer(Int64(range.lowerBound))
            writer.integer(Int64(range.upperBound))
          }
        }
      }
      writer.key("timeoutSeconds")
      writer.integer(Int64(trigger.timeoutSeconds))
      writer.member("url", trigger.url)
    }
  }

  private mutating func command(_ trigger: CommandTrigger, _ values: inout WrittenValues) {
    object { writer in
      writer.key("argv")
      writer.array { writer in for argument in trigger.argv { writer.string(argument) } }
      writer.member("cwd", trigger.cwd)
      writer.key("env")
      writer.object(trigger.env, &values)
      if let limits = trigger.limits {
        writer.key("limits")
        writer.derived(limits)
      }
      if let seconds = trigger.timeoutSeconds {
        writer.key("timeoutSeconds")
        writer.integer(Int64(seconds))
      }
    }
  }

  private mutating func object(_ members: [String: String], _ values: inout WrittenValues) {
    object { writer in
      for (key, value) in members.sorted(by: { $0.key < $1.key }) {
        writer.key(key)
        writer.string(values.written(value))
      }
    }
  }

  /// Leaves nil out.
  private mutating func member(_ name: String, _ members: [String: String]?, _ values: inout WrittenValues) {
    guard let members else { return }
    key(name)
    object(members, &values)
  }

  /// Leaves nil out.
  private mutating func derivedMember(_ name: String, _ value: (some Encodable)?) {
    guard let value else { return }
    key(name)
    derived(value)
  }

  /// Leaves nil out.
  private mutating func member(_ name: String, _ text: String?) {
    guard let text else { return }
    key(name)
    string(text)
  }
}

extension JSONScanner {
  /// All that is left.
  mutating func trigger() throws(Failure) -> Trigger {
    let trigger = try nextTrigger()
    guard isAtEnd() else { throw Failure() }
    return trigger
  }

  private mutating func nextTrigger() throws(Failure) -> Trigger {
    var trigger: Trigger?
    try object { (kind, scanner) throws(Failure) in
      try scanner.object { (_, scanner) throws(Failure) in
        switch Trigger.Kind(rawValue: kind) {
        case .deployment: trigger = .deployment(try scanner.deployment())
        case .http: trigger = .http(try scanner.http())
        case .command: trigger = .command(try scanner.command())
        case .chain: trigger = .chain(try scanner.chain())
        case .snapshot: trigger = .snapshot(try scanner.derived())
        case .build: trigger = .build(try scanner.derived())
        case .runTemplate: trigger = .runTemplate(try scanner.derived())
        case .jfrogDeployment: trigger = .jfrogDeployment(try scanner.derived())
        case .jfrogExperiment: trigger = .jfrogExperiment(try scanner.derived())
        case .jfrogInference: trigger = .jfrogInference(try scanner.derived())
        case nil: throw Failure()
        }
      }
    }
    guard let trigger else { throw Failure() }
    return trigger
  }

  /// What holds neither headers nor an environment is read as Swift derives it.
  private mutating func derived<Value: Decodable>() throws(Failure) -> Value {
    let json = try value()
    do { return try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(json)) } catch { throw Failure() }
  }

  private mutating func chain() throws(Failure) -> ChainTrigger {
    var upstream: String?
    var condition: ChainTrigger.Condition?
    var action: Trigger?
    try object { (key, scanner) throws(Failure) in
      switch key {
      case "action": action = try scanner.nextTrigger()
      case "condition": condition = ChainTrigger.Condition(rawValue: try scanner.string())
      case "upstream": upstream = try scanner.string()
      default: _ = try scanner.value()
      }
    }
    guard let upstream, let condition, let action, action.chain == nil else { throw Failure() }
    return ChainTrigger(after: upstream, condition, action: action)
  }

  private mutating func deployment() throws(Failure) -> DeploymentTrigger {
    var trigger = DeploymentTrigger()
    try object { (key, scanner) throws(Failure) in
      switch key {
      case "deployment": trigger.deployment = try scanner.string()
      case "parameters": trigger.parameters = try scanner.value()
      case "pipelineID": trigger.pipelineID = try scanner.identifier()
      default: _ = try scanner.value()
      }
    }
    return trigger
  }

  private mutating func http() throws(Failure) -> HTTPTrigger {
    var trigger = HTTPTrigger(url: "")
    try object { (key, scanner) throws(Failure) in
      switch key {
      case "body": trigger.body = try scanner.value()
      case "connection": trigger.connection = try scanner.derived()
      case "ending": trigger.ending = try scanner.derived()
      case "expect": trigger.expect = try scanner.derived()
      case "form": trigger.form = try scanner.strings()
      case "headers": trigger.headers = try scanner.strings()
      case "method": trigger.method = try scanner.string()
      case "query": trigger.query = try scanner.strings()
      case "success": trigger.success = try scanner.ranges()
      case "timeoutSeconds": trigger.timeoutSeconds = try scanner.integer()
      case "url": trigger.url = try scanner.string()
      default: _ = try scanner.value()
      }
    }
    return trigger
  }

  private mutating func command() throws(Failure) -> CommandTrigger {
    var trigger = CommandTrigger(argv: [])
    try object { (key, scanner) throws(Failure) in
      switch key {
      case "argv": try scanner.array { scanner throws(Failure) in trigger.argv.append(try scanner.string()) }
      case "cwd": trigger.cwd = try scanner.string()
      case "env": trigger.env = try scanner.strings()
      case "limits": trigger.limits = try scanner.derived()
      case "timeoutSeconds": trigger.timeoutSeconds = try scanner.integer()
      default: _ = try scanner.value()
      }
    }
    return trigger
  }

  private mutating func identifier() throws(Failure) -> Identifier {
    guard let identifier = Identifier(try string()) else { throw Failure() }
    return identifier
  }

  private mutating func strings() throws(Failure) -> [String: String] {
    var members: [String: String] = [:]
    try object { (key, scanner) throws(Failure) in members[key] = try scanner.string() }
    return members
  }

  private mutating func ranges() throws(Failure) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    try array { scanner throws(Failure) in
      var bounds: [Int] = []
      try scanner.array { scanner throws(Failure) in bounds.append(try scanner.integer()) }
      guard bounds.count == 2, bounds[0] <= bounds[1] else { throw Failure() }
      ranges.append(bounds[0]...bounds[1])
    }
    return ranges
  }
}

extension ColumnReader {
  /// The trigger whose JSON is in the next column; nil for NULL.
  mutating func nextTriggerIfAny() throws -> Trigger? {
    let trigger = nextBytesIfAny { bytes in
      var scanner = JSONScanner(bytes)
      return Result { () throws(JSONScanner.Failure) in try scanner.trigger() }
    }
    guard let trigger else { return nil }
    do { return try trigger.get() } catch { throw unreadableLast("is not the JSON of a trigger") }
  }
}
