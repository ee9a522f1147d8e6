extension ZoneRules {
  /// The segment of constant offset around an instant, given in seconds since 1970-01-01T00:00:00Z.
  ///
  /// - Complexity: O(log n) in the zone's changes until 2200, O(1) after that.
  @inlinable
  public func segment(at seconds: Int64) -> ZoneSegment {
    var low = 0
    var high = segments.count
    // Invariant: segments[low].start <= seconds, and segments[high] starts later (or does not exist).
    while high - low > 1 {
      let middle = (low + high) / 2
      if segments[middle].start <= seconds { low = middle } else { high = middle }
    }
    let found = segments[low]
    return seconds < found.end ? found : segmentByFooter(at: seconds)
  }

  /// The segment beyond the table, from the yearly rule.
  @usableFromInline
  func segmentByFooter(at seconds: Int64) -> ZoneSegment {
    guard let footer else { preconditionFailure("zone \(name) has no segment at \(seconds) s and no rule") }
    let year = CivilCalendar.date(ofDay: seconds.flooredQuotient(dividingBy: CivilCalendar.secondsPerDay)).year
    // A change can be a week away from its year, and the one before the current one is needed for the high-water mark.
    let transitions = footer.transitions(inYears: year - 3...year + 2)
    guard let next = transitions.firstIndex(where: { $0.seconds > seconds }), next >= 2 else {
      preconditionFailure("zone \(name): its rule gives no change around \(seconds) s")
    }
    let (before, here) = (transitions[next - 2], transitions[next - 1])
    guard let type = types.firstIndex(of: here.offset) else {
      preconditionFailure("zone \(name): its rule has an offset, \(here.offset), that is not among its types")
    }
    return ZoneSegment(
      start: here.seconds, end: transitions[next].seconds, highWaterMark: here.seconds + Int64(before.offset.seconds),
      offset: Int32(here.offset.seconds), type: UInt16(type))
  }
}
