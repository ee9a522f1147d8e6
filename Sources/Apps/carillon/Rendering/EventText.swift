import ControlMessages

/// One event in one line, as `events` and `runs -f` show it.
struct EventLine {
  let event: EventMessage

  /// Nil for what is not worth a line.
  var text: String? {
    switch event.content {
    case .run(let run): run.eventLine
    case .schedule(let schedule):
      "schedule \"\(schedule.name)\" is \(schedule.state)\(schedule.nextDue.map { ", next due at \($0)" } ?? "")".printable + "\n"
    case .scheduleRemoved(let removed): "schedule \(removed.id) is gone\n"
    case .gap: "(what happened before is no longer kept; 'carillon runs' has the ledger)\n"
    case .end, .heartbeat: nil
    }
  }
}

extension RunItem {
  /// `2026-11-21T02:00:00Z  nightly  succeeded (exit 0), 3 ms late, run nightly-…  fire 0b5c…`
  var eventLine: String {
    var line = "\(due)  \(schedule)  \(outcome)"
    if let runStatus { line += " (\(runStatus))" }
    if kind != "scheduled" { line += ", \(kind)" }
    if count > 1 { line += ", \(count) times up to \(dueLast)" }
    if let latenessMilliseconds, outcome == "started" { line += ", \(Moments.lateness(milliseconds: latenessMilliseconds)) late" }
    if attempt > 1 { line += ", attempt \(attempt)" }
    if let reason { line += ": \(reason)" }
    return (line + "  fire \(fireID)").printable + "\n"
  }
}
