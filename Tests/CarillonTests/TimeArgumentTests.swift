import CivilTime
import ControlMessages
import Testing

@testable import carillon

@Suite struct TimeArgumentTests {
  private let now = Instant(secondsSinceEpoch: 1_000_000)

  @Test(
    arguments: [("90m", 5400), ("2h", 7200), ("1d12h", 129_600), ("45s", 45), ("PT90M", 5400), ("1w", 604_800)] as [(String, Int64)])
  func aDurationCountsFromNow(text: String, seconds: Int64) throws {
    #expect(try TimeArgument(text: text).instant("--until", from: now) == now.advanced(by: .seconds(seconds)))
  }

  @Test func anInstantIsTakenAsItIs() throws {
    #expect(try TimeArgument(text: "2026-11-21T02:00:00Z").instant("--until", from: now) == sampleDue)
  }

  @Test(arguments: ["", "h", "2", "2x", "-2h", "99999999999999999999h", "0s", "tomorrow"]) func everythingElseIsRefused(text: String) {
    let problem = #expect(throws: ControlProblem.self) { try TimeArgument(text: text).instant("--until", from: now) }
    #expect(problem?.code == .badRequest)
    #expect(problem?.message.contains("90m, 2h, 1d12h") == true)
  }
}
