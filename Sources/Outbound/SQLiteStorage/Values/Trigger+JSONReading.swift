import Foundation
import Scheduling

/// Reads what `JSONWriter.trigger` writes, and what earlier versions wrote.
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

  mutating func identifier() throws(Failure) -> Identifier {
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
