import CivilTime

extension CronExpression {
  /// The first fire strictly after `instant`; nil when the expression never fires again.
  ///
  /// A local time skipped by a forward clock change fires at the first instant after the gap, several of them as one; a repeated one fires in
  /// the first pass only. A wall-clock schedule (`*` or `*/n` in seconds, minutes or hours) fires at every instant that matches instead.
  /// - Complexity: O(fields) within a stretch of constant offset, and never a walk over minutes.   Source: crontab(5), Debian cron 3.0pl1.
  public func next(after instant: Instant) -> Instant? {
    guard let timetable = storage.timetable, timetable.isSatisfiable else { return nil }
    let earliest = instant.secondsSinceEpoch + 1
    let found =
      storage.followsWallClock
      ? Self.nextWallClockFire(from: earliest, timetable, storage.zone)
      : Self.nextFixedFire(from: earliest, timetable, storage.zone)
    return found.flatMap(Self.instant(atSecond:))
  }

  private static func instant(atSecond seconds: Int64) -> Instant? {
    let (microseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    return overflow ? nil : Instant(microsecondsSinceEpoch: microseconds)
  }

  /// No wall clock is ever put back further than this: offsets lie between -25 and 26 hours.
  private static let furthestStepBack: Int64 = 52 * 3_600
  /// Calendar and zone rules repeat after 400 years: what has not fired by then, from the last year that a field can name on, never does.
  private static let searchHorizon: Int64 = 400 * 366 * CivilCalendar.secondsPerDay
  private static let lastNamedInstant = CivilCalendar.dayNumber(year: 2_201, month: 1, day: 1) * CivilCalendar.secondsPerDay

  /// Every instant whose wall clock matches, gaps and repetitions as they come.
  private static func nextWallClockFire(from earliest: Int64, _ timetable: Timetable, _ zone: ZoneRules) -> Int64? {
    var segment = zone.segment(at: earliest)
    let limit = max(earliest, lastNamedInstant) + searchHorizon
    // No allowed time lies between `searched` and `wall`.
    var searched = earliest + Int64(segment.offset)
    var wall = timetable.firstTime(from: searched)
    while true {
      if let wall, wall < segment.wallEnd { return wall - Int64(segment.offset) }
      let isUsedUp = wall == nil && segment.end > earliest + furthestStepBack
      if isUsedUp || segment.end > limit { return nil }
      segment = zone.segment(at: segment.end)
      if segment.wallStart < searched || wall ?? .max < segment.wallStart {
        searched = segment.wallStart
        wall = timetable.firstTime(from: searched)
      }
    }
  }

  /// Every allowed wall clock time once: the first time that the wall clock reaches or passes it.
  private static func nextFixedFire(from earliest: Int64, _ timetable: Timetable, _ zone: ZoneRules) -> Int64? {
    var segment = zone.segment(at: earliest)
    // At the first instant after a gap, the skipped times count too.
    let searched = earliest == segment.start ? segment.highWaterMark : max(earliest + Int64(segment.offset), segment.highWaterMark)
    guard let wall = timetable.firstTime(from: searched) else { return nil }
    while true {
      if wall < segment.wallStart { return segment.start }
      if wall < segment.wallEnd { return wall - Int64(segment.offset) }
      segment = zone.segment(at: segment.end)
    }
  }
}

extension CronExpression {
  /// The last fire strictly before `instant`; nil when there is none.
  /// - Complexity: as ``next(after:)``.
  public func previous(before instant: Instant) -> Instant? {
    guard let timetable = storage.timetable, timetable.isSatisfiable else { return nil }
    let isWholeSecond = instant.microsecondsSinceEpoch % 1_000_000 == 0
    let bound = instant.secondsSinceEpoch + (isWholeSecond ? 0 : 1)
    let found = Self.previousFire(before: bound, timetable, storage.zone, followsWallClock: storage.followsWallClock)
    return found.flatMap(Self.instant(atSecond:))
  }

  private static func previousFire(
    before bound: Int64, _ timetable: Timetable, _ zone: ZoneRules, followsWallClock: Bool
  ) -> Int64? {
    var segment = zone.segment(at: bound - 1)
    var end = bound
    while true {
      let wall = timetable.lastTime(before: end + Int64(segment.offset))
      let lowest = followsWallClock ? segment.wallStart : max(segment.wallStart, segment.highWaterMark)
      if let wall, wall >= lowest { return wall - Int64(segment.offset) }
      if !followsWallClock, let wall, wall >= segment.highWaterMark, segment.highWaterMark < segment.wallStart { return segment.start }
      let isUsedUp = wall == nil && segment.start < bound - furthestStepBack
      if isUsedUp || segment.start == ZoneSegment.beginningOfTime { return nil }
      // Nothing in a whole cycle of the calendar and the zone's yearly rule: nothing back to the first year after the table.
      end = segment.start < bound - searchHorizon ? min(segment.start, lastNamedInstant) : segment.start
      segment = zone.segment(at: end - 1)
    }
  }
}
