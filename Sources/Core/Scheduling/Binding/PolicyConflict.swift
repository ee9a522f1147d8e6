/// Something that a policy states and that can have no effect, or contradicts another part of it.
package struct PolicyConflict: Hashable, Sendable {
  package let key: StatedPolicy.Key
  /// What it is in conflict with; nil for the kind of trigger.
  package let other: StatedPolicy.Key?
  /// Names the key, says why and what to do.
  package let sentence: String
}

extension StatedPolicy {
  /// In the order of the keys.
  /// - Parameters:
  ///   - kinds: of trigger that it may be for.
  ///   - isComplete: false when what is left out may be stated elsewhere; then only what is stated can be in conflict.
  package func conflicts(kinds: Set<Trigger.Kind>, isComplete: Bool) -> [PolicyConflict] {
    [misfireLimitConflict(isComplete: isComplete), misfireWindowConflict, mutexConflict, retryUnknownConflict(kinds)].compactMap { $0 }
  }

  private func misfireLimitConflict(isComplete: Bool) -> PolicyConflict? {
    guard keys.contains(.misfireLimit), policy.misfire != .all, isComplete || keys.contains(.misfire) else { return nil }
    return PolicyConflict(
      key: .misfireLimit, other: .misfire,
      sentence: "misfire_limit counts only with misfire: all; with misfire: \(policy.misfire.rawValue) "
        + (policy.misfire == .last ? "one fire stands for all that were missed" : "none of those missed is started"))
  }

  private var misfireWindowConflict: PolicyConflict? {
    guard keys.contains(.misfireWindow), policy.misfire == .skip else { return nil }
    return PolicyConflict(
      key: .misfireWindow, other: .misfire,
      sentence: "misfire_window has no meaning with misfire: skip, which starts none of those missed, however new; use misfire: last")
  }

  private var mutexConflict: PolicyConflict? {
    guard policy.mutex != nil, policy.overlap == .allow else { return nil }
    return PolicyConflict(
      key: .mutex, other: .overlap,
      sentence: "mutex lets one fire run at a time, overlap: allow lets them run together; drop one of the two")
  }

  private func retryUnknownConflict(_ kinds: Set<Trigger.Kind>) -> PolicyConflict? {
    guard policy.retryUnknown != nil, kinds.allSatisfy(\.canAlwaysBeAsked) else { return nil }
    return PolicyConflict(
      key: .retryUnknown, other: nil,
      sentence:
        "retry_unknown has no meaning for a run of a ZenML server: the server can always be asked whether a run was started; remove it")
  }
}
