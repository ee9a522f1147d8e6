/// What follows the end of another schedule's fire. It has no timing of its own.
package struct ChainTrigger: Hashable, Sendable, Codable {
  /// Which ends are followed.
  package enum Condition: String, Hashable, Sendable, Codable, CaseIterable {
    case success = "on_success"
    case failure = "on_failure"
    /// Both: whatever was started and has ended.
    case any = "on_any"

    package func accepts(_ outcome: Outcome) -> Bool {
      switch outcome.reportClass {
      case .success: self != .failure
      case .failure: self != .success
      // Nothing was started: there is no end that could be followed.
      case .missed, nil: false
      }
    }
  }

  /// Name or id of the schedule that is followed.
  package var upstream: String
  package var condition: Condition
  /// What is done then; never a chain.
  package var action: Trigger

  package init(after upstream: String, _ condition: Condition, action: Trigger) {
    precondition(action.chain == nil, "what follows a fire is something to do, not another chain")
    self.upstream = upstream
    self.condition = condition
    self.action = action
  }
}

extension Trigger {
  package var chain: ChainTrigger? { if case .chain(let chain) = self { chain } else { nil } }

  /// What its fires do: the same, or what a chain does when its turn has come.
  package var action: Trigger { chain?.action ?? self }
}
