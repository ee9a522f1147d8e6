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

  @Test func aKeyOfALaterReleaseIsPassedOver() throws {
    #expect(try exit("cancelled=0\nterminated=0\nof_later=1").isSuccess)
  }

  @Test(arguments: [("runs/run/exit", true), ("runs/run/started", false)])
  func onlyADamagedExitRecordIsFinal(path: String, isFinal: Bool) {
    #expect(CommandRunError.damaged(path: path, reason: "no pid").isFinal == isFinal)
  }
}
