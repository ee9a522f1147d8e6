/// A policy as a file or a binding states it: what it leaves out is told from what it states, so that one can fill the gaps
/// of another.
package struct StatedPolicy: Hashable, Sendable {
  /// The keys of `policy:`, in the order in which they are listed to people.
  package enum Key: String, Hashable, Sendable, CaseIterable {
    case misfire
    case misfireLimit = "misfire_limit"
    case misfireWindow = "misfire_window"
    case startDeadline = "start_deadline"
    case overlap, mutex, jitter
    case maxRuns = "max_runs"
    case pauseAfterFailures = "pause_after_failures"
    case timeout, retry
    case retryUnknown = "retry_unknown"
    case calendars
  }

  /// With the defaults where nothing is stated.
  package private(set) var policy: Policy
  package private(set) var keys: Set<Key>

  package init(_ policy: Policy = Policy(), stating keys: Set<Key> = []) {
    self.policy = policy
    self.keys = keys
  }

  /// Does nothing for nil: what could not be read is not stated.
  package mutating func state<Value>(_ key: Key, _ path: WritableKeyPath<Policy, Value>, _ value: Value?) {
    guard let value else { return }
    policy[keyPath: path] = value
    keys.insert(key)
  }

  package mutating func state<Value>(_ key: Key, optional path: WritableKeyPath<Policy, Value?>, _ value: Value?) {
    guard let value else { return }
    policy[keyPath: path] = value
    keys.insert(key)
  }

  /// This policy, with what it leaves out taken from `other`. `retry` and `calendars` are taken whole.
  package func filled(from other: StatedPolicy) -> StatedPolicy {
    var result = self
    for key in other.keys.subtracting(keys) { result.policy.take(key, from: other.policy) }
    result.keys.formUnion(other.keys)
    return result
  }

  /// This policy, with `misfire` from elsewhere where it leaves that out.
  package func filled(misfire: Policy.Misfire?) -> StatedPolicy {
    guard let misfire else { return self }
    return filled(from: StatedPolicy(Policy(misfire: misfire), stating: [.misfire]))
  }
}

extension Policy {
  fileprivate mutating func take(_ key: StatedPolicy.Key, from other: Policy) {
    switch key {
    case .misfire: misfire = other.misfire
    case .misfireLimit: misfireLimit = other.misfireLimit
    case .misfireWindow: misfireWindow = other.misfireWindow
    case .startDeadline: startDeadline = other.startDeadline
    case .overlap: overlap = other.overlap
    case .mutex: mutex = other.mutex
    case .jitter: jitter = other.jitter
    case .maxRuns: maxRuns = other.maxRuns
    case .pauseAfterFailures: pauseAfterFailures = other.pauseAfterFailures
    case .timeout: timeout = other.timeout
    case .retry: retry = other.retry
    case .retryUnknown: retryUnknown = other.retryUnknown
    case .calendars: calendars = other.calendars
    }
  }
}
