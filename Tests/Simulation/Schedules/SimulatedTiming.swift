import CivilTime
import Scheduling

/// When a schedule of the world is due: a few forms for which a walk over all minutes says it too.
enum SimulatedTiming: Hashable {
  case everySeconds(Int64)
  /// `*/n * * * *`, n divides 60.
  case everyMinutes(Int64)
  /// `m */k * * *`, k divides 24.
  case everyHours(Int64, minute: Int64)
  /// `m h,h * * d,d`, all days when `weekdays` is empty.
  case daily(minute: Int64, hours: [Int64], weekdays: [Int64])
  /// The grid of an interval.
  case interval(Int64)
  case once(Instant)

  /// Writes itself into a record.
  func write(to record: inout ScheduleRecord) {
    (record.cronExpression, record.interval, record.runOnceStartTime) = (nil, nil, nil)
    switch self {
    case .everySeconds(let step): record.cronExpression = "*/\(step) * * * * *"
    case .everyMinutes(let step): record.cronExpression = "*/\(step) * * * *"
    case .everyHours(let step, let minute): record.cronExpression = "\(minute) */\(step) * * *"
    case .daily(let minute, let hours, let weekdays):
      let days = weekdays.isEmpty ? "*" : weekdays.map(String.init).joined(separator: ",")
      record.cronExpression = "\(minute) \(hours.map(String.init).joined(separator: ",")) * * \(days)"
    case .interval(let seconds): record.interval = .seconds(seconds)
    case .once(let instant): record.runOnceStartTime = instant
    }
  }
}

extension SimulatedTiming {
  /// Every due instant in `(after, through]`, without the record's bounds: seconds since the epoch, found by trying them all.
  /// - Parameter anchor: where the grid of an interval begins.
  func instants(after: Instant, through: Instant, zone: SimulatedZone?, anchor: Int64) -> [Int64] {
    let (first, last) = (after.secondsSinceEpoch + 1, through.secondsSinceEpoch)
    switch self {
    case .once(let instant): return [instant.secondsSinceEpoch].filter { first <= $0 && $0 <= last }
    case .interval(let seconds): return Self.onGrid(first, last, step: seconds, anchor: anchor)
    case .everySeconds(let step): return Self.onGrid(first, last, step: step, anchor: 0)
    case .everyMinutes, .everyHours: return Self.onGrid(first, last, step: 60, anchor: 0).filter { matches(local($0, zone)) }
    case .daily: return Self.onGrid(first, last, step: 60, anchor: 0).filter { isDueOnce(at: $0, zone) }
    }
  }

  /// The members of `anchor + k · step` in `first...last`.
  private static func onGrid(_ first: Int64, _ last: Int64, step: Int64, anchor: Int64) -> [Int64] {
    var rest = (first - anchor) % step
    if rest < 0 { rest += step }
    let start = rest == 0 ? first : first + step - rest
    return start <= last ? Array(stride(from: start, through: last, by: Int64.Stride(step))) : []
  }

  private func local(_ second: Int64, _ zone: SimulatedZone?) -> Int64 { second + (zone?.offset(at: second) ?? 0) }

  /// A fixed time fires in the first pass of repeated hours only, and for all of the skipped ones once, when they are over.
  private func isDueOnce(at second: Int64, _ zone: SimulatedZone?) -> Bool {
    guard let zone else { return matches(second) }
    for (index, change) in zone.changes.enumerated() {
      let (before, shift) = (zone.offset(before: index), change.offset - zone.offset(before: index))
      if shift > 0, change.at == second {
        return stride(from: second + before, through: second + change.offset, by: 60).contains(where: matches)
      }
      if shift < 0, (change.at..<change.at - shift).contains(second) { return false }
    }
    return matches(local(second, zone))
  }

  /// - Parameter local: seconds since 1970-01-01T00:00 on the wall clock, a whole minute.
  private func matches(_ local: Int64) -> Bool {
    let (minute, hour) = (local / 60 % 60, local / 3600 % 24)
    switch self {
    case .everyMinutes(let step): return minute % step == 0
    case .everyHours(let step, let wanted): return minute == wanted && hour % step == 0
    case .daily(let wanted, let hours, let weekdays):
      // 1970-01-01 was a Thursday.
      return minute == wanted && hours.contains(hour) && (weekdays.isEmpty || weekdays.contains((local / 86_400 + 4) % 7))
    case .everySeconds, .interval, .once: return false
    }
  }
}
