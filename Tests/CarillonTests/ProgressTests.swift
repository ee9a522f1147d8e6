import CivilTime
import Scheduling
import Synchronization
import Testing

@testable import carillon

@Suite struct ProgressTests {
  @Test func aBarIsAsFullAsTheWorkIsDone() {
    #expect(ProgressBar.text(0, of: 4) == "[\(String(repeating: ".", count: 30))]")
    #expect(ProgressBar.text(2, of: 4) == "[\(String(repeating: "#", count: 15))\(String(repeating: ".", count: 15))]")
    #expect(ProgressBar.text(4, of: 4) == "[\(String(repeating: "#", count: 30))]")
  }

  @Test(arguments: 0..<100) func aBarWithoutAnEndStaysAsLongAsItIs(step: Int) {
    let bar = ProgressBar.text(step: step)
    #expect(bar.count == 32 && bar.count { $0 == "#" } == 6)
  }

  @Test func aWaitIsShownWhileItLastsAndLeavesNothing() async throws {
    let (shown, steps) = (Shown(), Shown())
    let (reached, reach) = AsyncStream.makeStream(of: Void.self)
    let display = WaitDisplay(
      what: "the store is copied", isTerminal: true,
      pause: { _ in
        try Task.checkCancellation()
        if steps.add(".").count == 6 { reach.finish() }
        await Task.yield()
      }, write: { shown.add($0) })
    let value = try await display.during {
      for await _ in reached {}
      return 7
    }
    #expect(value == 7)
    let text = shown.text
    #expect(text.contains("the store is copied, 0 s") && text.hasSuffix("\r\u{1B}[K"), "\(text)")
  }

  @Test func nobodyWhoLooksGetsNoBar() async throws {
    let shown = Shown()
    let display = WaitDisplay(what: "x", isTerminal: false, pause: { _ in }, write: { shown.add($0) })
    #expect(try await display.during { 7 } == 7)
    #expect(shown.text == "")
  }

  @Test func aSimulationTellsHowFarItIsAndAlwaysTheSame() async throws {
    let check = FileCheck(configurations: [], schedules: ["\(Self.package)/schedules/demo"], environment: [:])
    let rehearsal = try Rehearsal(check: check)
    var told: [Int] = []
    let report = await rehearsal.report(from: sampleMoments.now, days: 1, runTime: .seconds(60)) { told.append($0.percent) }
    #expect(told.count > 50 && told == told.sorted() && Set(told).count == told.count && told.allSatisfy { (1...99).contains($0) })
    #expect(report.starts > 0)
  }

  /// Four names above this file.
  private static let package = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(separator: "/")
}

/// What was written to a terminal.
private final class Shown: Sendable {
  private let state = Mutex("")
  var text: String { state.withLock { $0 } }

  @discardableResult
  func add(_ piece: String) -> String {
    state.withLock { text in
      text += piece
      return text
    }
  }
}
