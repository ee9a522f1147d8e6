import CivilTime

/// What a change of a zone's clock has to do with one fire.
public enum ClockChange: Hashable, Sendable {
  /// The clock was put forward over the local time that was meant; the fire comes at the first instant after the gap. All skipped times, and a
  /// regular one at that instant, are one fire: `skipped` is the earliest of them.
  case moved(skipped: CivilDateTime)
  /// The clock is put back later and shows the local time of the fire once more.
  case firstPass
  /// The clock was put back and shows the local time of the fire again.
  case secondPass
}

extension CronExpression {
  /// What a clock change has to do with a fire; nil when nothing.
  ///
  /// A wall-clock schedule is never moved, and a fixed time never fires in the second pass.
  /// - Parameter fire: an instant at which the expression fires.
  /// - Complexity: O(log n) in the zone's changes.
  public func clockChange(at fire: Instant) -> ClockChange? {
    if let skipped = earliestTimeSkipped(at: fire) { return .moved(skipped: skipped) }
    guard case .repeated(let earlier, _) = zone.resolve(zone.civil(at: fire)) else { return nil }
    return fire == earlier ? .firstPass : .secondPass
  }

  /// The earliest allowed time that the clock skips when it is put forward at `instant`, if skipped times are made up at all.
  private func earliestTimeSkipped(at instant: Instant) -> CivilDateTime? {
    let segment = zone.segment(at: instant.secondsSinceEpoch)
    guard !followsWallClock, segment.start == instant.secondsSinceEpoch,
      let time = storage.timetable?.firstTime(from: segment.highWaterMark), time < segment.wallStart
    else { return nil }
    return CivilDateTime(localSeconds: time)
  }
}
