import CivilTime
import Scheduling
import WebPage

/// Where many are due at once, and how they could be spread.
struct ForecastCrowds {
  let peaks: [ForecastPeak]
  let suggestions: [JitterSuggestion]

  private static let listedPeaks = 8
  private static let listedNames = 5
  /// Fewer together are no crowd.
  private static let smallestCrowd = 3

  init(minutes: [Int32], start: Instant, schedules: [Schedule]) {
    var found: [(peak: ForecastPeak, suggestion: JitterSuggestion?)] = []
    for minute in Self.crowdedMinutes(minutes) {
      let days = stride(from: minute, to: minutes.count, by: 1440).map { minutes[$0] }
      guard let most = days.max(), let day = days.firstIndex(of: most) else { continue }
      let first = start.advanced(by: .seconds(Int64(day) * 86_400 + Int64(minute) * 60))
      let crowd = schedules.filter { Self.isDue($0, inMinute: first) }
      let peak = ForecastPeak(
        time: Self.time(minute), count: Int(most), days: days.count { $0 * 5 >= most * 4 }, first: first.iso8601,
        names: crowd.map(\.name).sorted().prefix(Self.listedNames).map(\.self))
      found.append((peak, Self.suggestion(for: crowd, at: Self.time(minute), first)))
    }
    peaks = found.map(\.peak)
    suggestions = found.compactMap(\.suggestion)
  }

  /// Minutes of the day that stand out from the usual one, most crowded first.
  private static func crowdedMinutes(_ minutes: [Int32]) -> [Int] {
    let most = (0..<1440).map { minute in stride(from: minute, to: minutes.count, by: 1440).reduce(Int32(0)) { max($0, minutes[$1]) } }
    let usual = most.sorted()[most.count / 2]
    return most.indices.filter { most[$0] >= max(Int32(smallestCrowd), usual * 2) }.sorted { (most[$1], $0) < (most[$0], $1) }
      .prefix(listedPeaks).map(\.self)
  }

  private static func isDue(_ schedule: Schedule, inMinute minute: Instant) -> Bool {
    guard let due = schedule.due?.next(after: minute.advanced(by: .microseconds(-1))) else { return false }
    return due < minute.advanced(by: .seconds(60))
  }

  /// What fires so often that a delay would be noticed is left alone.
  private static let smallestGap: Duration = .seconds(600)
  private static let jitters: [Int64] = [1, 2, 5, 10, 15, 30, 60]

  private static func suggestion(for crowd: [Schedule], at time: String, _ minute: Instant) -> JitterSuggestion? {
    let gaps = crowd.filter { $0.definition.policy.jitter == .zero }.compactMap { schedule -> (name: String, gap: Duration)? in
      guard let due = schedule.due, let first = due.next(after: minute.advanced(by: .microseconds(-1))) else { return nil }
      let gap = due.next(after: first).map { first.duration(to: $0) } ?? .seconds(86_400)
      return gap >= smallestGap ? (schedule.name, gap) : nil
    }
    guard gaps.count >= smallestCrowd, let smallest = gaps.map(\.gap).min() else { return nil }
    // About one start in half a minute, and never so long that a fire comes near the next one.
    let longest = smallest.components.seconds / 60 / 4
    let wanted = Int64(gaps.count + 1) / 2
    let allowed = jitters.filter { $0 <= max(longest, 1) }
    guard let jitter = allowed.first(where: { $0 >= wanted }) ?? allowed.last else { return nil }
    return JitterSuggestion(
      time: time, jitter: "\(jitter)m", schedules: gaps.count, perMinute: (gaps.count + Int(jitter) - 1) / Int(jitter),
      names: gaps.map(\.name).sorted().prefix(listedNames).map(\.self))
  }

  private static func time(_ minute: Int) -> String {
    let (hour, rest) = (minute / 60, minute % 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)"
  }
}
