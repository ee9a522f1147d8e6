/// Due instants as `next` shows them, under what the expression says.
struct DueTable {
  let heading: String?
  let due: [DueItem]
  let moments: Moments

  var text: String {
    let heading = heading.map { $0.printable + "\n" } ?? ""
    if due.isEmpty { return heading + "nothing is due any more\n" }
    return heading
      + TextTable(["DUE", "LOCAL"], due.map { [moments.moment($0.due), $0.timeZone == "UTC" ? "" : "\($0.local) \($0.timeZone)"] }).text
  }
}
