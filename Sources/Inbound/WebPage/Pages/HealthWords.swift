import ControlMessages

/// How it stands, in one sentence: Carillon's own health first, then what became of the last day's runs.
struct HealthWords {
  let look: OutcomeLook
  let sentence: String
  let detail: String

  init(_ content: OverviewContent) {
    let day = content.lastDay
    let (bad, missed, running) = (day.count(.bad), day.count(.missed), day.count(.running))
    let isRed = content.status.health == .red
    look = isRed || bad > 0 ? .bad : missed > 0 || !content.attention.isEmpty ? .missed : .good
    if isRed {
      sentence = "Carillon cannot keep its promise: \(content.status.healthReasons.first ?? "see below")"
    } else if day.total == 0 {
      sentence = content.attention.isEmpty ? "Nothing was due in the last 24 hours." : "Nothing was due in the last 24 hours, and something needs attention."
    } else if bad + missed > 0 {
      sentence = "\(grouped(bad + missed)) of \(counted(day.total, "run")) due in the last 24 hours did not happen as it should."
    } else if content.attention.isEmpty {
      sentence = running == 0
        ? "Everything due in the last 24 hours ran." : "All is well: everything due in the last 24 hours ran or is running."
    } else {
      sentence = "Everything due in the last 24 hours ran, but something needs attention."
    }
    detail = Self.detail(content)
  }

  private static func detail(_ content: OverviewContent) -> String {
    let day = content.lastDay.total == 0 ? "" : "Last 24 hours: \(Marks.sentence(content.lastDay)). "
    guard let schedule = content.status.nextSchedule else { return day + "Nothing is due next." }
    return day + "Next is \(schedule)."
  }
}
