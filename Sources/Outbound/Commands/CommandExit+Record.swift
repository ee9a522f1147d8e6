extension CommandExit {
  init(record: RunRecord) throws(CommandRunError) {
    let timedOut: Int32 = try record.number("timed_out")
    let cancelled: Int32 = try record.number("cancelled")
    // Supervisors of earlier releases, which may still run, do not write it.
    let terminated: Int32? = try record.numberIfPresent("terminated")
    try self.init(
      cause: Cause(record: record),
      timedOut: timedOut != 0,
      cancelled: cancelled != 0,
      terminated: (terminated ?? 0) != 0,
      startedAt: record.number("started_at_us"),
      finishedAt: record.number("finished_at_us"),
      outputLostBytes: record.number("output_lost_bytes"),
      leftBehind: record.number("left_behind"))
  }
}

extension CommandExit.Cause {
  init(record: RunRecord) throws(CommandRunError) {
    if let errno: Int32 = try record.numberIfPresent("exec_error") {
      self = .notExecuted(errno: errno, stage: CommandExit.Stage(record: record))
    } else if let signal: Int32 = try record.numberIfPresent("signal") {
      self = .signalled(signal)
    } else {
      self = .exited(code: try record.number("exit_code"))
    }
  }
}

extension CommandExit.Stage {
  /// Supervisors of earlier releases, which may still run, write a sentence with the program in it, and with any secret in that.
  init(record: RunRecord) {
    if let known = record.text("exec_stage").flatMap(Self.init(rawValue:)) {
      self = known
    } else if let sentence = record.text("exec_message"), !sentence.hasPrefix("cannot execute ") {
      self = sentence.hasPrefix("cannot enter ") ? .directory : .process
    } else {
      self = .program
    }
  }
}
