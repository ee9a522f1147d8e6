import ControlMessages

/// A backfill as `backfill` shows it: what it runs, and what came of it.
struct BackfillText {
  let backfill: BackfillMessage
  let moments: Moments
  var screen = Screen.paper

  var text: String { table + summary + "\n" }

  /// To whoever waits for it no longer.
  static func goesOn(_ backfill: BackfillMessage) -> String {
    let shownBy = "carillon runs \(backfill.schedule.shellQuoted)"
    return "\ncarillon: backfill \(backfill.id ?? "") goes on in the daemon; '\(shownBy)' shows how it ends\n"
  }

  private var table: String {
    FittedTable(
      header: ["DUE", "LEDGER SAYS", "FIRE", "RESULT"], rows: backfill.instants.map(row), moments: moments, width: screen.width,
      palette: screen.palette, yielding: [2]
    ).text
  }

  private func row(_ item: BackfillMessage.Item) -> [TableCell] {
    [
      .moment(iso8601: item.due), .outcome(item.outcome), .text(item.fireID),
      .toned(item.result ?? "", .of(outcome: item.result)),
    ]
  }

  private var summary: String {
    let count = backfill.instants.count
    let fires = "\(count) \(count == 1 ? "fire" : "fires") of \(backfill.schedule.printable)"
    guard let id = backfill.id else { return "would run \(fires), \(backfill.maxParallel) at a time; nothing was started" }
    guard backfill.instants.contains(where: { $0.result != nil }) else {
      return "backfill \(id) runs \(fires), \(backfill.maxParallel) at a time"
    }
    let succeeded = backfill.instants.count(where: \.hasSucceeded)
    return "backfill \(id) has run \(fires): \(succeeded) succeeded, \(count - succeeded) did not"
  }
}

extension BackfillMessage.Item {
  var hasSucceeded: Bool { result == "succeeded" }
}
