import ControlMessages

/// A backfill as `backfill` shows it: what it runs, and what came of it.
struct BackfillText {
  let backfill: BackfillMessage
  let moments: Moments

  var text: String {
    TextTable(["DUE", "LEDGER SAYS", "FIRE", "RESULT"], backfill.instants.map(row)).text + summary + "\n"
  }

  private func row(_ item: BackfillMessage.Item) -> [String] {
    [moments.moment(item.due), item.outcome ?? "-", item.fireID ?? "", item.result ?? ""]
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

/// How far a backfill is, on standard error: a bar that grows on a terminal, a line for each fire elsewhere.
struct ProgressDisplay {
  let isTerminal: Bool
  var write: (String) -> Void = writeError(_:)
  private var isDrawn = false

  private static let width = 30

  init(isTerminal: Bool, write: @escaping (String) -> Void = writeError(_:)) {
    self.isTerminal = isTerminal
    self.write = write
  }

  mutating func show(_ progress: BackfillWait.Progress) {
    let failed = progress.failed == 0 ? "" : ", \(progress.failed) not succeeded"
    guard isTerminal else {
      return write("\(progress.done)/\(progress.total)  \(progress.last.due)  \(progress.last.outcome)\(failed)\n".printableLines)
    }
    let filled = progress.total == 0 ? Self.width : Self.width * progress.done / progress.total
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
    // Back to the line's start, and whatever was longer before is erased.
    write("\r[\(bar)] \(progress.done)/\(progress.total)\(failed)\u{1B}[K")
    isDrawn = true
  }

  mutating func end() {
    if isDrawn { write("\n") }
    isDrawn = false
  }
}
