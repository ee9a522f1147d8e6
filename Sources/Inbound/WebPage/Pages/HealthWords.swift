import ControlMessages

/// How it stands, in one sentence: Carillon's own health first, then what became of the last day's runs.
struct HealthWords {
  let look: OutcomeLook
  let sentence: String
  let detail: String

  init(_ content: OverviewContent) {
    let day = content.lastDay
    let (bad, missed) = (day.count(.bad), day.count(.missed))
    let isRed = content.status.health == .red
    look = isRed || bad > 0 ? .bad : missed > 0 || !content.attention.isEmpty ? .missed : .good
    if isRed {
      sentence = "Carillon cannot keep its promise: \(content.status.healthReasons.first ?? "see below")"
    } else if day.total == 0 {
      sentence =
        content.attention.isEmpty
        ? "Nothing was due in the last 24 hours." : "Nothing was due in the last 24 hours, and something needs attention."
    } else if bad + missed > 0 {
      sentence = "\(grouped(bad + missed)) of \(counted(day.total, "run")) due in the last 24 hours did not happen as it should."
    } else {
      sentence = Self.accounted(day) + (content.attention.isEmpty ? "." : ", but something needs attention.")
    }
    detail = Self.detail(content)
  }

  /// Of a day on which nothing failed or was missed.
  private static func accounted(_ day: OutcomeTally) -> String {
    let running = day.count(.running)
    // What is carried by a later fire ran with it.
    let leftOut = day.count(.quiet) - day.counts["coalesced", default: 0]
    if leftOut > 0, day.count(.good) + running == 0 { return "All that was due in the last 24 hours was left out as agreed" }
    let ends = ["ran", running == 0 ? nil : "is running", leftOut == 0 ? nil : "was left out as agreed"].compactMap(\.self)
    return "Everything due in the last 24 hours \(ends.joined(separator: " or "))"
  }

  private static func detail(_ content: OverviewContent) -> String {
    let day = content.lastDay.total == 0 ? "" : "Last 24 hours: \(Marks.sentence(content.lastDay)). "
    guard let schedule = content.status.nextSchedule else { return day + "Nothing is due next." }
    return day + "Next is \(schedule)."
  }
}
