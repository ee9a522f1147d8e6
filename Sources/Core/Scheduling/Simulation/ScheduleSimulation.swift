import CivilTime

/// What the next days will bring, found out by letting the scheduler itself live through them.
///
/// Schedules that have nothing to do with each other are lived through side by side, each part with its share of all limits. While no part
/// comes to its share, all together come to no limit, and everything happens as it would in one; else it is begun again, in one.
package struct ScheduleSimulation: Sendable {
  package struct Options: Sendable {
    /// How long each fire takes, from its start to its end.
    package var runTime: Duration
    package var limits: DispatchLimits
    /// Processors that may be used.
    package var parts: Int

    package init(runTime: Duration = .seconds(60), limits: DispatchLimits = DispatchLimits(), parts: Int = 1) {
      self.runTime = runTime
      self.limits = limits
      self.parts = parts
    }
  }

  /// How often it is told how far a simulation is.
  private static let stretches = 100

  private let schedules: [Schedule]
  private let start: Instant
  private let end: Instant
  private let options: Options

  /// - Parameters:
  ///   - start: inclusive: what is due then is lived through.
  ///   - end: exclusive.
  package init(_ schedules: [Schedule], from start: Instant, to end: Instant, options: Options = Options()) {
    precondition(start < end, "a simulation ends after its start: \(start.iso8601) … \(end.iso8601)")
    (self.schedules, self.start, self.end, self.options) = (schedules, start, end, options)
  }

  /// Lives through it all.
  /// - Parameter reached: is told how far it is, at most a hundred times, and from the beginning again where it is begun again.
  package func run(reached: (SimulationReport.Progress) -> Void = { _ in }) async -> SimulationReport {
    let schedules = schedules.sorted(byDueAfter: beforeStart)
    let parts = schedules.independentParts(options.parts)
    if parts.count > 1, let share = options.limits.share(of: parts.count),
      let report = await live(parts, share, abandonsWhatIsHeldBack: true, reached: reached)
    {
      return report
    }
    guard let report = await live([schedules], options.limits, abandonsWhatIsHeldBack: false, reached: reached) else {
      preconditionFailure("nothing abandons this simulation")
    }
    return report
  }

  /// Schedules are armed here, and owe what is due after it.
  private var beforeStart: Instant { start.advanced(by: .microseconds(-1)) }

  private func live(
    _ parts: [[Schedule]], _ limits: DispatchLimits, abandonsWhatIsHeldBack: Bool, reached: (SimulationReport.Progress) -> Void
  ) async -> SimulationReport? {
    let worlds = parts.map { SimulatedWorld($0, after: beforeStart, runTime: options.runTime, limits: limits) }
    var report = SimulationReport(from: start, to: end)
    for stretch in 1...Self.stretches {
      let until = stretch == Self.stretches ? end : start.advanced(by: start.duration(to: end) / Self.stretches * stretch)
      let tallies = await withTaskGroup(of: SimulationTally.self) { group in
        for world in worlds { group.addTask { await world.live(until: until) } }
        return await group.reduce(into: []) { $0.append($1) }
      }
      if abandonsWhatIsHeldBack, tallies.contains(where: \.wasHeldBack) { return nil }
      report.note(tallies)
      if stretch < Self.stretches { reached(SimulationReport.Progress(percent: stretch * 100 / Self.stretches, at: until)) }
    }
    return report
  }
}

extension [Schedule] {
  /// What comes due together is then made together, and lies together in memory.
  fileprivate func sorted(byDueAfter start: Instant) -> [Schedule] {
    map { (schedule: $0, due: $0.due?.next(after: start) ?? .distantFuture) }.sorted { $0.due < $1.due }.map(\.schedule)
  }

  /// At most so many groups that have nothing in common but limits, alike in size and in when they are due.
  fileprivate func independentParts(_ count: Int) -> [[Schedule]] {
    guard count > 1 else { return [self] }
    let followed = Set(compactMap { $0.definition.trigger?.chain?.upstream })
    func isBound(_ schedule: Schedule) -> Bool {
      let definition = schedule.definition
      return definition.policy.mutex != nil || definition.trigger?.chain != nil || followed.contains(definition.record.name)
        || followed.contains(schedule.id.description)
    }
    var parts = [[Schedule]](repeating: [], count: count)
    var next = 0
    for schedule in self {
      if isBound(schedule) { parts[0].append(schedule); continue }
      parts[next].append(schedule)
      next = (next + 1) % count
    }
    return parts.filter { !$0.isEmpty }
  }
}

extension DispatchLimits {
  /// What each of so many worlds may use, so that all together keep these limits; nil where there is less than one for each.
  fileprivate func share(of parts: Int) -> DispatchLimits? {
    func share(_ number: Int?) -> Int? { number.map { $0 / parts } }
    func share(_ cap: Cap) -> Cap { Cap(inFlight: share(cap.inFlight), perSecond: share(cap.perSecond)) }
    var limits = self
    (limits.all, limits.target, limits.tags) = (share(all), share(target), tags.mapValues(share))
    limits.catchUpPerSecond = share(catchUpPerSecond)
    let numbers = ([limits.all, limits.target] + limits.tags.values).flatMap { [$0.inFlight, $0.perSecond] } + [limits.catchUpPerSecond]
    return numbers.contains(0) ? nil : limits
  }
}
