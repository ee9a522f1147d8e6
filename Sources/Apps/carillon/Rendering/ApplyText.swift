import ControlMessages
import Scheduling

/// An apply for people.
struct ApplyText {
  let report: ApplyReport
  let isDiff: Bool

  var text: String { report.steps.filter { $0.action != "keep" }.map(lines).joined() + summary + "\n" }

  private func lines(_ step: ApplyReport.Step) -> String {
    let place = step.location.map { " (\($0.printable))" } ?? ""
    let head = "\(word(step)) \(step.schedule.printable)\(place)\(step.error.map { ": \($0.printable)" } ?? "")\n"
    return head + step.changes.map { "  \($0.part): \(words($0))\n" }.joined()
  }

  private func word(_ step: ApplyReport.Step) -> String {
    if step.error != nil { return "FAILED to \(step.action)" }
    if isDiff { return "would \(step.action)" }
    return step.action == "archive" || step.action == "create" || step.action == "update" || step.action == "replace"
      ? "\(step.action)d" : step.action
  }

  private func words(_ change: ApplyReport.Change) -> String {
    change.part == "binding"
      ? (change.after ?? "").printable : "\((change.before ?? "none").printable) -> \((change.after ?? "none").printable)"
  }

  private var summary: String {
    let (count, kept) = (report.changes, report.steps.count - report.changes)
    let failed = report.steps.count { $0.error != nil }
    let same = kept == 0 ? "" : "; \(kept) \(kept == 1 ? "is" : "are") as wanted"
    if count == 0 { return "\(report.server.printable) holds all of it already\(same)" }
    let done = isDiff ? "would change" : "changed"
    return "\(done) \(count - failed) of \(report.steps.count) on \(report.server.printable)\(same)"
      + (failed == 0 ? "" : "; \(failed) failed, apply again when their causes are mended")
  }

  static func sentence(of obstacles: [ApplyPlan.Obstacle]) -> String {
    let lines = obstacles.map { "  \($0.location): '\($0.name)': \($0.sentence)" }
    return "nothing was applied, since the server cannot hold all of it:\n" + lines.joined(separator: "\n")
  }
}
