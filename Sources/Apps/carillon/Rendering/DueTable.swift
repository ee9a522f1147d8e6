/// Due instants as `next` and `explain` show them, under what the expression says.
struct DueTable {
  let heading: String?
  let due: [DueItem]
  let moments: Moments
  var screen = Screen.paper

  var text: String {
    let heading = heading.map { screen.palette.paint($0.printable, .heading) + "\n" } ?? ""
    if due.isEmpty { return heading + "nothing is due any more\n" }
    return heading
      + FittedTable(header: header, rows: due.map(row), moments: moments, width: screen.width, palette: screen.palette).text
  }

  private var hasExclusions: Bool { due.contains { $0.calendar != nil } }

  private var header: [String] { ["DUE", "LOCAL", "CLOCK CHANGE"] + (hasExclusions ? ["CALENDAR"] : []) }

  private func row(_ item: DueItem) -> [TableCell] {
    let cells: [TableCell] = [
      .moment(iso8601: item.due), .text(item.timeZone == "UTC" ? "" : "\(item.local) \(item.timeZone)"),
      .toned(item.clockChangeText, .attention),
    ]
    return hasExclusions ? cells + [TableCell.toned(item.calendarText, .attention)] : cells
  }
}

extension DueItem {
  /// Empty when no change of the local clock is involved.
  fileprivate var clockChangeText: String {
    switch clockChange {
    case .moved: "moved from \(skippedLocal ?? "a skipped time")"
    case .firstPass: "repeated time, first pass"
    case .secondPass: "repeated time, second pass"
    case nil: ""
    }
  }

  /// Empty when no calendar excludes it.
  fileprivate var calendarText: String {
    guard let calendar else { return "" }
    return deferredUntil.map { "deferred until \($0): calendar \(calendar)" } ?? "skipped: calendar \(calendar)"
  }
}
