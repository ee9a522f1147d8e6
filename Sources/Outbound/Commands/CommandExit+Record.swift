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
      self = .notExecuted(errno: errno, message: record.text("exec_message") ?? errorText(errno))
    } else if let signal: Int32 = try record.numberIfPresent("signal") {
      self = .signalled(signal)
    } else {
      self = .exited(code: try record.number("exit_code"))
    }
  }
}
