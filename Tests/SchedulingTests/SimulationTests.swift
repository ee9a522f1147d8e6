import CivilTime
import Scheduling
import Testing

@Suite struct SimulationTests {
  private func simulate(_ definitions: [ScheduleDefinition], days: Int64 = 1, _ options: ScheduleSimulation.Options = .init())
    -> SimulationReport
  {
    let start = instant("2026-11-21T00:00:00Z")
    var simulation = ScheduleSimulation(
      definitions.map(schedule), from: start, to: start.advanced(by: .seconds(days * 86_400)), options: options)
    return simulation.run()
  }

  @Test func everyDueInstantOfADayIsLivedThrough() {
    let report = simulate([minutely("*/15 * * * *")])
    // The instant at which it begins is over; the one at which it ends is not its own.
    #expect(report.starts == 95)
    #expect(report.startsByMinute[15] == 1 && report.startsByMinute[16] == 0)
  }

  @Test func schedulesThatAreDueTogetherAreAHerd() {
    let report = simulate((1...20).map { minutely("0 2 * * *", id: $0) } + [minutely("30 2 * * *", id: 21)])
    #expect(report.largestHerd?.count == 20)
    #expect(report.largestHerd?.due == instant("02:00"))
    #expect(report.peak?.count == 20)
  }

  @Test func runsThatTakeTooLongOverlap() {
    let report = simulate([minutely("*/10 * * * *")], ScheduleSimulation.Options(runTime: .seconds(900)))
    #expect(report.starts == 72)
    #expect(report.skipped == [.skippedOverlap: 71])
  }

  @Test func instantsThatAreSkippedInARowAreAllCounted() {
    let report = simulate([minutely("* * * * *")], ScheduleSimulation.Options(runTime: .seconds(600)))
    #expect(report.starts + (report.skipped[.skippedOverlap] ?? 0) == 1439)
    #expect(report.starts == 144)
  }

  @Test func limitsHoldBackWhatIsTooMuchAtOnce() {
    var limits = DispatchLimits()
    limits.all.perSecond = 2
    let report = simulate((1...10).map { minutely("0 2 * * *", id: $0) }, ScheduleSimulation.Options(limits: limits))
    #expect(report.starts == 10)
    #expect(report.delayed == 7)
    #expect(report.longestDelay >= .seconds(3))
  }
}
