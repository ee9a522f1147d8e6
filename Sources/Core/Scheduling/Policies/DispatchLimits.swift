/// How much the daemon starts at a time. Fires that have to wait do so in turn, tag by tag.
package struct DispatchLimits: Hashable, Sendable {
  /// At most so many, in flight and a second.
  package struct Cap: Hashable, Sendable {
    /// Fires that are sent and have not ended; nil: any number.
    package var inFlight: Int?
    /// Sends within a second; nil: any number.
    package var perSecond: Int?

    package init(inFlight: Int? = nil, perSecond: Int? = nil) {
      self.inFlight = inFlight
      self.perSecond = perSecond
    }

    package static let none = Cap()
  }

  package var all = allDefault
  /// For each host, deployment or this machine's commands.
  package var target = targetDefault
  /// By tag.
  package var tags: [String: Cap] = [:]
  /// Fires that make up for missed ones.
  package var catchUpPerSecond: Int? = catchUpPerSecondDefault

  package init() {}

  /// Nothing limits anything: for benchmarks.
  package static var unlimited: DispatchLimits {
    var limits = DispatchLimits()
    (limits.all, limits.target, limits.catchUpPerSecond) = (.none, .none, nil)
    return limits
  }

  /// More runs than one daemon's machine and one server were ever seen to carry well; an error in a file that makes a
  /// thousand schedules due each second stays an error and does not become an outage.
  package static let allDefault = Cap(inFlight: 1000, perSecond: 200)
  /// A ZenML server on SQLite answers about this many requests a second.
  package static let targetDefault = Cap(inFlight: 200, perSecond: 50)
  /// What was missed is late already: it must not push aside what is due now.
  package static let catchUpPerSecondDefault = 5
}
