import ControlMessages

/// Rows of the ledger as `runs` shows them: one line each.
struct RunTable {
  let runs: [RunItem]
  let moments: Moments

  var text: String {
    if runs.isEmpty { return "no runs\n" }
    let header = ["DUE", "SCHEDULE", "KIND", "OUTCOME", "LATENESS", "ATTEMPT", "FIRE", "RUN", "REASON"]
    return TextTable(header, runs.map(row)).text
  }

  private func row(_ run: RunItem) -> [String] {
    [
      run.span(moments), run.schedule, run.kind, run.outcome,
      run.latenessMilliseconds.map(Moments.lateness) ?? "-", String(run.attempt), run.fireID,
      run.runName ?? run.runID ?? "-", run.reasonText,
    ]
  }
}

/// One row of the ledger in one line, as `trigger` shows it.
func runLine(_ run: RunItem) -> String {
  let reason = run.reason.map { " (\($0))" } ?? ""
  let name = run.runName.map { ", run \($0)" } ?? ""
  return "fire \(run.fireID) of \"\(run.schedule)\": \(run.outcome)\(reason)\(name)".printable + "\n"
}

extension RunItem {
  /// The reason, and the missed instants that the fire stands for.
  fileprivate var reasonText: String {
    let missed = missedCount.map { "for \($0) missed ones since \(missedFirst ?? "?") too" }
    return [reason, missed].compactMap(\.self).joined(separator: "; ")
  }

  /// When it was due; for a row that covers several instants the first, the last and how many.
  fileprivate func span(_ moments: Moments) -> String {
    count > 1 ? "\(due) … \(dueLast) (\(count) instants)" : moments.moment(due)
  }
}
