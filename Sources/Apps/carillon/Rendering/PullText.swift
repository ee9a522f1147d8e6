/// What a pull did, for people.
struct PullText {
  let items: [PulledFiles.Item]
  let server: String

  var text: String { items.compactMap(line).map { $0 + "\n" }.joined() + summary + "\n" }

  private func line(_ item: PulledFiles.Item) -> String? {
    switch item.result {
    case .written: "wrote \(item.file?.printable ?? "")"
    case .same: nil
    case .different: "left \(item.file?.printable ?? "") alone: it says something else; --force overwrites it"
    case .skipped:
      "left out '\(item.schedule.printable)': \(item.reason?.printable ?? "nothing says what to start")"
        + (item.isForMatch ? "; bind it in a file with match:" : "")
    }
  }

  private var summary: String {
    let counts =
      [(.written, "written"), (.same, "as before"), (.different, "different"), (.skipped, "left out")]
      as [(PulledFiles.Item.Result, String)]
    let words = counts.compactMap { result, word in
      let count = items.count { $0.result == result }
      return count == 0 ? nil : "\(count) \(word)"
    }
    return "\(items.count) \(items.count == 1 ? "schedule" : "schedules") on \(server.printable)"
      + (words.isEmpty ? "" : ": \(words.joined(separator: ", "))")
  }
}
