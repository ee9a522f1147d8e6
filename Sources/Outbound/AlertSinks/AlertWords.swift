import Alerts
import CivilTime
import Scheduling

/// An alert as people read it.
extension Alert {
  /// `failed: nightly`, `disk`, `recovered: nightly`.
  var title: String {
    let name = kind.rawValue.replacing("_", with: " ") + (stage == .reminder ? " (reminder)" : "")
    return subject.map { "\(name): \($0.schedule)" } ?? name
  }

  var isGood: Bool { stage == .closed }

  /// Under the sentence: what else is known, one line each.
  var details: [(label: String, value: String)] {
    var details: [(String, String)] = []
    if let subject {
      details.append(("schedule", subject.schedule))
      if let due = subject.due { details.append(("due", due.iso8601)) }
      if let fire = subject.fire { details.append(("fire", fire.description)) }
    }
    if since != at { details.append(("since", since.iso8601)) }
    if count > 1 { details.append(("times", String(count))) }
    details.append(("code", code))
    details.append(("at", at.iso8601))
    return details
  }
}
