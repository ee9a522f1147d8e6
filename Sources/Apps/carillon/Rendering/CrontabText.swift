import ControlMessages

/// What became of a crontab, for people; `report` is the same for programs.
struct CrontabText {
  let imported: CrontabImport
  /// One of each schedule; none in a dry run.
  let files: [PulledFiles.Item]
  var screen = Screen.paper

  var text: String { files.map(line).joined() + notes + summary + "\n" }

  /// What is different from now on, each thing once, the files whose names were left to them, and the lines that are not carried over.
  var notes: String { differences.joined() + faultyFiles.joined() + losses.joined() }

  struct Report: Encodable {
    struct Item: Encodable {
      var line: Int
      var schedule: String
      @ExplicitNull var file: String?
      @ExplicitNull var result: PulledFiles.Item.Result?
      /// What the file would say, where none was written.
      var text: String?
      var notes: [String]
    }
    struct Loss: Encodable {
      var line: Int
      var text: String
      var reason: String
    }
    var schedules: [Item]
    var notCarriedOver: [Loss]
    /// Of the folder.
    var filesWithErrors: [String]

    enum CodingKeys: String, CodingKey {
      case schedules
      case notCarriedOver = "not_carried_over"
      case filesWithErrors = "files_with_errors"
    }
  }

  var report: Report {
    Report(
      schedules: imported.schedules.enumerated().map { index, schedule in
        let file = files.indices.contains(index) ? files[index] : nil
        return Report.Item(
          line: schedule.line, schedule: schedule.name, file: file?.file, result: file?.result, text: file == nil ? schedule.text : nil,
          notes: schedule.notes)
      },
      notCarriedOver: imported.losses.map { Report.Loss(line: $0.line, text: $0.text, reason: $0.sentence) },
      filesWithErrors: imported.folder?.faulty ?? [])
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

  private var faultyFiles: [String] {
    (imported.folder?.faulty ?? []).map { file in
      screen.palette.paint("note", .attention)
        + ": \(file.printable) of the folder could not be read without an error ('carillon check' says which): its names were left alone\n"
    }
  }

  private var losses: [String] {
    imported.losses.map { loss in
      screen.palette.paint("not carried over", .bad)
        + ", line \(loss.line): \(loss.text.cut(to: 60).printable)\n  \(loss.sentence.printable)\n"
    }
  }

  /// True when files say all of the crontab.
  var isWhole: Bool { imported.losses.isEmpty && leftAlone == 0 }

  private var leftAlone: Int { files.count(where: { $0.result == .different }) }

  private var summary: String {
    let (count, lost, left) = (imported.schedules.count, imported.losses.count, leftAlone)
    let done = "\(count) \(count == 1 ? "schedule" : "schedules")"
    let folder = files.first?.file.map { $0.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/") }
    let wanted = left == 0 ? "the lines" : "the lines that the files have, and only these,"
    return done
      + (isWhole ? ", and all of the crontab is carried over" : "")
      + (lost == 0 ? "" : ", and \(lost) \(lost == 1 ? "line is" : "lines are") not carried over")
      + (left == 0 ? "" : ", and \(left) \(left == 1 ? "file is" : "files are") left alone")
      + (folder.map { "; look at them, then: carillon check \($0.isEmpty ? "." : $0.printable)" } ?? "")
      + (count == 0 ? "" : "\nTake \(wanted) out of the crontab before the daemon rings them: both would start them.")
  }
}
