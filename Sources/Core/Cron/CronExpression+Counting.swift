import CivilTime

extension CronExpression {
  /// How many fires lie strictly after `instant` and not after `last`.
  /// - Complexity: O(months and clock changes in between), and never a walk over the fires.
  public func count(after instant: Instant, through last: Instant) -> Int {
    guard let timetable = storage.timetable, timetable.isSatisfiable else { return 0 }
    let end = last.secondsSinceEpoch + 1
    var position = instant.secondsSinceEpoch + 1
    var count = 0
    while position < end {
      let segment = storage.zone.segment(at: position)
      let stop = min(segment.end, end)
      count +=
        storage.followsWallClock
        ? timetable.count(from: position + Int64(segment.offset), to: stop + Int64(segment.offset))
        : Self.fixedFires(from: position, to: stop, in: segment, timetable)
      position = stop
    }
    return count
  }

  /// Every allowed wall clock time once: what a gap skips comes as one fire with the first instant after it.
  private static func fixedFires(from start: Int64, to end: Int64, in segment: ZoneSegment, _ timetable: Timetable) -> Int {
    let wall = max(start + Int64(segment.offset), segment.highWaterMark)
    let count = timetable.count(from: wall, to: end + Int64(segment.offset))
    guard start == segment.start, segment.highWaterMark < segment.wallStart else { return count }
    let isSkipped = timetable.count(from: segment.highWaterMark, to: segment.wallStart) > 0
    let isAllowedItself = timetable.count(from: segment.wallStart, to: segment.wallStart + 1) > 0
    return count + (isSkipped && !isAllowedItself ? 1 : 0)
  }
}
