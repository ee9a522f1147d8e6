/// A policy in a place of its own: it is ten times as large as the rest of a definition, and mostly the default.
final class PolicyBox: Sendable {
  let policy: Policy

  private init(_ policy: Policy) { self.policy = policy }

  private static let plain = PolicyBox(Policy())

  static func holding(_ policy: Policy) -> PolicyBox { policy == plain.policy ? plain : PolicyBox(policy) }
}

extension PolicyBox: Hashable {
  static func == (a: PolicyBox, b: PolicyBox) -> Bool { a === b || a.policy == b.policy }
  func hash(into hasher: inout Hasher) { hasher.combine(policy) }
}
