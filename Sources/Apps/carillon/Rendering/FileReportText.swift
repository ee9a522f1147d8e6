import ScheduleFiles

extension FileReport {
  /// Every problem with its place, then one line that sums up.
  var text: String {
    let errors = problems.filter { $0.severity == .error }.count
    let sums = [
      Self.counted(files, "file"), Self.counted(schedules, "schedule"), Self.counted(bindings, "binding"),
      Self.counted(errors, "error"), Self.counted(problems.count - errors, "warning"),
    ]
    return problems.map { "\($0)\n" }.joined() + sums.joined(separator: ", ") + "\n"
  }

  static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
