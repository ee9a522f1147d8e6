import ControlMessages

/// Rows of the ledger as `runs` shows them: one line each.
struct RunTable {
  let runs: [RunItem]
  let moments: Moments
  var screen = Screen.paper

  private static let header = ["DUE", "SCHEDULE", "KIND", "OUTCOME", "LATENESS", "ATTEMPT", "FIRE", "RUN", "REASON"]
  /// The run's name is the schedule's with a time; `why` tells the reason at length; the beginning of an id tells fires apart.
  private static let yielding = [7, 8, 6]
  private static let sparing = [5, 2, 7, 4]

  var text: String {
    if runs.isEmpty { return "no runs\n" }
    return FittedTable(
      header: Self.header, rows: runs.map(row), moments: moments, width: screen.width, palette: screen.palette,
      yielding: Self.yielding, sparing: Self.sparing
    ).text
  }

  private func row(_ run: RunItem) -> [TableCell] {
    [
      run.span(moments), .text(run.schedule), .text(run.kind), .outcome(run.outcome),
      .text(run.latenessMilliseconds.map(Moments.lateness) ?? "-"), .text(String(run.attempt)), .text(run.fireID),
      .text(run.runName ?? run.runID ?? "-"), .text(run.reasonText),
    ]
  }
}

/// One row of the ledger in one line, as `trigger` shows it.
func runLine(_ run: RunItem) -> String {
  let reason = run.reason.map { " (\($0))" } ?? ""
  let name = run.runName.map { ", run \($0)" } ?? ""
  return "fire \(run.fireID) of \"\(run.schedule)\": \(run.outcome)\(reason)\(name)".printable + "\n"
}

/// `for 4 missed ones since … too`
func missedWords(count: Int, first: String) -> String {
  count == 1 ? "for the missed one of \(first) too" : "for \(count) missed ones since \(first) too"
}

extension RunItem {
  /// The reason, and the missed instants that the fire stands for.
  fileprivate var reasonText: String {
    let missed = missedCount.map { missedWords(count: $0, first: missedFirst ?? "?") }
    return [reason, missed].compactMap(\.self).joined(separator: "; ")
  }

  /// When it was due; for a row that covers several instants the first, the last and how many.
  fileprivate func span(_ moments: Moments) -> TableCell {
    guard count > 1 else { return .moment(iso8601: due) }
    let last = TableCell.moment(iso8601: dueLast).text(moments, isShort: true)
    return .either("\(due) … \(dueLast) (\(count) instants)", short: "\(last) (\(count))")
  }
}
