/// Which instants a wall clock time stands for in a zone.
public enum LocalTimeResolution: Hashable, Sendable {
  /// The usual case.
  case single(Instant)
  /// The clock was put forward over this time; it exists nowhere. The clock goes on at `resumesAt`.
  case skipped(resumesAt: Instant)
  /// The clock was put back and showed this time twice.
  case repeated(earlier: Instant, later: Instant)
}

extension ZoneRules {
  /// Further than a wall clock can be from UTC.
  private static let offsetReach: Int64 = 26 * 3_600

  /// The instants at which this zone's wall clock shows `local`.
  public func resolve(_ local: CivilDateTime) -> LocalTimeResolution {
    let wall = local.localSeconds
    var matches: [Int64] = []
    var resumesAt = ZoneSegment.endOfTime
    var segment = segment(at: wall - Self.offsetReach)
    while segment.start <= wall + Self.offsetReach {
      if segment.wallStart <= wall, wall < segment.wallEnd { matches.append(wall - Int64(segment.offset)) }
      if segment.wallStart > wall { resumesAt = min(resumesAt, segment.start) }
      if segment.end == ZoneSegment.endOfTime { break }
      segment = self.segment(at: segment.end)
    }
    guard let earlier = matches.first, let later = matches.last else {
      return .skipped(resumesAt: Instant(secondsSinceEpoch: resumesAt))
    }
    return earlier == later
      ? .single(Instant(secondsSinceEpoch: earlier))
      : .repeated(earlier: Instant(secondsSinceEpoch: earlier), later: Instant(secondsSinceEpoch: later))
  }
}
