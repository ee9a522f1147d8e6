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
        }
      }
    }
  }

  private mutating func deployment(_ trigger: DeploymentTrigger) {
    object { writer in
      writer.member("deployment", trigger.deployment)
      writer.key("parameters")
      writer.value(trigger.parameters)
      writer.member("pipelineID", trigger.pipelineID?.description)
    }
  }

  private mutating func http(_ trigger: HTTPTrigger, _ values: inout WrittenValues) {
    object { writer in
      if let body = trigger.body {
        writer.key("body")
        writer.value(body)
      }
      writer.key("headers")
      writer.object(trigger.headers, &values)
      writer.member("method", trigger.method)
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
  private mutating func member(_ name: String, _ text: String?) {
    guard let text else { return }
    key(name)
    string(text)
  }
}

extension JSONScanner {
  mutating func trigger() throws(Failure) -> Trigger {
    var trigger: Trigger?
    try object { (kind, scanner) throws(Failure) in
      try scanner.object { (_, scanner) throws(Failure) in
        switch Trigger.Kind(rawValue: kind) {
        case .deployment: trigger = .deployment(try scanner.deployment())
        case .http: trigger = .http(try scanner.http())
        case .command: trigger = .command(try scanner.command())
        case nil: throw Failure()
        }
      }
    }
    guard let trigger, isAtEnd() else { throw Failure() }
    return trigger
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
      case "headers": trigger.headers = try scanner.strings()
      case "method": trigger.method = try scanner.string()
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
