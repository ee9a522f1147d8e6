/// Due instants as `next` and `explain` show them, under what the expression says.
struct DueTable {
  let heading: String?
  let due: [DueItem]
  let moments: Moments

  var text: String {
    let heading = heading.map { $0.printable + "\n" } ?? ""
    if due.isEmpty { return heading + "nothing is due any more\n" }
    return heading + TextTable(["DUE", "LOCAL", "CLOCK CHANGE"], due.map(row)).text
  }

  private func row(_ item: DueItem) -> [String] {
    [moments.moment(item.due), item.timeZone == "UTC" ? "" : "\(item.local) \(item.timeZone)", item.clockChangeText]
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
}
