import Testing

@testable import Commands

/// How an exit record is read, whichever release of the supervisor wrote it.
struct ExitRecordTests {
  private func exit(_ lines: String) throws -> CommandExit {
    let text = "exit_code=0\ntimed_out=0\nstarted_at_us=1\nfinished_at_us=2\noutput_lost_bytes=0\nleft_behind=0\n\(lines)\n"
    return try CommandExit(record: RunRecord(path: "runs/run/exit", text: text))
  }

  @Test func aCommandThatInitEndedIsTerminatedAndNotCancelled() throws {
    let exit = try exit("cancelled=0\nterminated=1")
    #expect(exit.terminated && !exit.cancelled)
    #expect(!exit.isSuccess)
  }

  @Test func anotherIsNotTerminated() throws {
    let exit = try exit("cancelled=0\nterminated=0")
    #expect(!exit.terminated && exit.isSuccess)
  }

  @Test func aRecordOfAnEarlierReleaseDoesNotSayTerminated() throws {
    let exit = try exit("cancelled=1")
    #expect(exit.cancelled && !exit.terminated)
  }

  /// The sentence of an earlier release's supervisor may hold a secret: only what failed is taken from it.
  @Test(
    arguments: [
      ("exec_stage=directory", .directory), ("exec_stage=process", .process), ("exec_stage=start", .start),
      ("exec_stage=of_later", .program), ("", .program),
      ("exec_message=cannot execute s3cret: No such file or directory", .program),
      ("exec_message=cannot enter the working directory /s3cret: No such file or directory", .directory),
      ("exec_message=cannot start a process: Cannot allocate memory", .process),
    ] as [(String, CommandExit.Stage)])
  func whatFailedBeforeACommandRanIsRead(line: String, stage: CommandExit.Stage) throws {
    #expect(try exit("cancelled=0\nexec_error=2\n\(line)").cause == .notExecuted(errno: 2, stage: stage))
  }

  @Test(
    arguments: [
      (.process, "cannot start a process: No such file or directory"),
      (.directory, "cannot enter the working directory /no?where: No such file or directory"),
      (.program, "cannot execute {{file:/a}}: No such file or directory"),
      (.start, "it was not started: by then nobody waited for its supervisor any more"),
    ] as [(CommandExit.Stage, String)])
  func whyACommandNeverRanIsSaidInOneLine(stage: CommandExit.Stage, sentence: String) {
    #expect(stage.sentence(errno: 2, program: "{{file:/a}}", workingDirectory: "/no\nwhere") == sentence)
  }

  @Test func aKeyOfALaterReleaseIsPassedOver() throws {
    #expect(try exit("cancelled=0\nterminated=0\nof_later=1").isSuccess)
  }

  @Test(arguments: [("runs/run/exit", true), ("runs/run/started", false)])
  func onlyADamagedExitRecordIsFinal(path: String, isFinal: Bool) {
    #expect(CommandRunError.damaged(path: path, reason: "no pid").isFinal == isFinal)
  }
}
