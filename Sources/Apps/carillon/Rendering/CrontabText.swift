import ControlMessages

/// What became of a crontab, for people; `report` is the same for programs.
struct CrontabText {
  let imported: CrontabImport
  let files: [PulledFiles.Item]
  var screen = Screen.paper

  var text: String { files.map(line).joined() + notes + summary + "\n" }

  /// What is different from now on, each thing once, and the lines that are not carried over.
  var notes: String { differences.joined() + losses.joined() }

  struct Report: Encodable {
    struct Item: Encodable {
      var line: Int
      var schedule: String
      @ExplicitNull var file: String?
      @ExplicitNull var result: PulledFiles.Item.Result?
      var notes: [String]
    }
    struct Loss: Encodable {
      var line: Int
      var text: String
      var reason: String
    }
    var schedules: [Item]
    var notCarriedOver: [Loss]

    enum CodingKeys: String, CodingKey {
      case schedules
      case notCarriedOver = "not_carried_over"
    }
  }

  var report: Report {
    Report(
      schedules: zip(imported.schedules, files).map { schedule, file in
        Report.Item(line: schedule.line, schedule: schedule.name, file: file.file, result: file.result, notes: schedule.notes)
      },
      notCarriedOver: imported.losses.map { Report.Loss(line: $0.line, text: $0.text, reason: $0.sentence) })
  }

  private func line(_ item: PulledFiles.Item) -> String {
    let file = item.file?.printable ?? ""
    switch item.result {
    case .written: return "wrote \(file)\n"
    case .same: return "\(file) says so already\n"
    case .different, .skipped: return "left \(file) alone: it says something else; --force overwrites it\n"
    }
  }

  private var differences: [String] {
    var lines: [String: [Int]] = [:]
    for schedule in imported.schedules { for note in schedule.notes { lines[note, default: []].append(schedule.line) } }
    let ordered = lines.sorted { ($0.value[0], $0.key) < ($1.value[0], $1.key) }
    return ordered.map { note, lines in
      screen.palette.paint("note", .attention)
        + ", \(lines.count == 1 ? "line" : "lines") \(lines.map(String.init).joined(separator: ", ")): \(note.printable)\n"
    }
  }

  private var losses: [String] {
    imported.losses.map { loss in
      screen.palette.paint("not carried over", .bad)
        + ", line \(loss.line): \(loss.text.cut(to: 60).printable)\n  \(loss.sentence.printable)\n"
    }
  }

  private var summary: String {
    let (count, lost) = (imported.schedules.count, imported.losses.count)
    let done = "\(count) \(count == 1 ? "schedule" : "schedules")"
    let folder = files.first?.file.map { $0.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") }
    return done
      + (lost == 0 ? ", and all of the crontab is carried over" : ", and \(lost) \(lost == 1 ? "line is" : "lines are") not carried over")
      + (folder.map { "; look at them, then: carillon check \($0.isEmpty ? "." : $0.printable)" } ?? "")
      + (count == 0 ? "" : "\nTake the lines out of the crontab before the daemon rings them: both would start them.")
  }
}
