import Scheduling

/// What follows another schedule's fire.
extension TriggerReader {
  /// Whether it says so, be the rest of it right or wrong.
  static func isChain(_ node: YAMLNode) -> Bool {
    guard case .mapping(let entries) = node.content else { return false }
    return entries.contains { $0.key == "kind" && $0.value.scalar?.text == Trigger.Kind.chain.rawValue }
  }

  func chain(_ mapping: inout MappingReader) -> ChainTrigger? {
    let place = mapping.place
    let given = ChainTrigger.Condition.allCases.filter { mapping.gives($0.rawValue) }
    let upstream = given.first.flatMap { mapping.text($0.rawValue) }
    let action = mapping.take("trigger").map { ($0.place, read($0)) }
    mapping.finish()
    guard given.count == 1, let condition = given.first else {
      log.error("a chain trigger needs exactly one of on_success, on_failure, on_any: the schedule that it follows", at: place)
      return nil
    }
    guard let (actionPlace, trigger) = action else {
      log.error("a chain trigger needs trigger: what is done then", at: place)
      return nil
    }
    guard let upstream, let trigger else { return nil }
    guard trigger.chain == nil else {
      log.error("the trigger of a chain is something to do, not another chain; let a third schedule follow this one", at: actionPlace)
      return nil
    }
    return ChainTrigger(after: upstream, condition, action: trigger)
  }
}
