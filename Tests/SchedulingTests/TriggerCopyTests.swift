import Scheduling
import Testing

@Suite struct TriggerCopyTests {
  private func trigger(_ number: Int) -> Trigger {
    [
      .http(HTTPTrigger(url: "https://jobs.example/", body: ["n": 1])), .command(CommandTrigger(argv: ["/bin/true"])),
      .chain(ChainTrigger(after: "first", .success, action: .command(CommandTrigger(argv: ["/bin/true"])))),
    ][number]
  }

  @Test(arguments: 0..<3) func aCopyIsKnownWithoutALook(_ number: Int) {
    let trigger = trigger(number)
    let rows = [trigger, trigger]
    #expect(rows.allSatisfy { $0.isCopy(of: trigger) })
    #expect(!self.trigger((number + 1) % 3).isCopy(of: trigger))
  }
}
