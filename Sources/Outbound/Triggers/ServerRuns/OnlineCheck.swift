import Scheduling

/// What asking the other side about a trigger has brought, before any fire needs it.
package enum OnlineFinding: Sendable, Equatable {
  case sound
  /// Fires would be refused, or run without what the trigger says; in sentences.
  case problems([String])
  /// The other side is away, or says nothing that could be used.
  case cannotBeAsked(String)
}

/// A target that can tell beforehand whether it would take a trigger: a renamed parameter is seen before the night, not in it.
package protocol OnlineCheck: Sendable {
  /// Starts nothing.
  func check(_ trigger: Trigger) async -> OnlineFinding
}

extension OnlineCheck {
  /// What is wrong with a trigger as far as the other side can be asked; empty otherwise.
  package func problems(of trigger: Trigger) async -> [String] {
    if case .problems(let problems) = await check(trigger) { problems } else { [] }
  }
}
