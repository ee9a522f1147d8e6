import CivilTime
import Scheduling
import Testing

@Suite struct ReportTests {
  private let schedule = Identifier(high: 0, low: 1)
  private let noon = instant("12:00")

  private func delivered(_ outcome: Outcome, count: Int = 1) -> DeliveredReport {
    DeliveredReport(
      schedule: schedule, outcomeClass: outcome.reportClass, deliveredAt: noon, dayStart: noon, countSinceDayStart: count)
  }

  private func verdict(_ outcome: Outcome, last: DeliveredReport?, after: Duration = .seconds(60)) -> ReportRule.Verdict {
    ReportRule.verdict(on: outcome, schedule: schedule, last: last, now: noon.advanced(by: after))
  }

  @Test func theFirstOutcomeIsNews() { #expect(verdict(.succeeded, last: nil) == .deliver) }

  @Test func theSameClassIsNot() { #expect(verdict(.succeeded, last: delivered(.succeeded)) == .drop) }

  @Test func anotherClassIs() {
    #expect(verdict(.failed, last: delivered(.succeeded)) == .deliver)
    #expect(verdict(.skippedOverlap, last: delivered(.succeeded)) == .deliver)
  }

  @Test func onceADayThereIsASignOfLife() {
    #expect(verdict(.succeeded, last: delivered(.succeeded), after: .seconds(86_400)) == .deliver)
  }

  @Test func thereAreNeverMoreThan24ADay() {
    let full = delivered(.succeeded, count: ReportRule.dailyLimit)
    #expect(verdict(.failed, last: full) == .postpone(until: noon.advanced(by: .seconds(86_400))))
    #expect(verdict(.failed, last: full, after: .seconds(86_400)) == .deliver)
  }

  @Test func aFlappingScheduleIsCountedOverTheDay() {
    var last: DeliveredReport?
    var deliveries = 0
    for minute in 0..<1440 {
      let (outcome, now) = (minute.isMultiple(of: 2) ? Outcome.failed : .succeeded, noon.advanced(by: .seconds(minute * 60)))
      guard ReportRule.verdict(on: outcome, schedule: schedule, last: last, now: now) == .deliver else { continue }
      last = ReportRule.delivered(outcome, schedule: schedule, last: last, now: now)
      deliveries += 1
    }
    #expect(deliveries == ReportRule.dailyLimit)
  }

  @Test func aRunIsReportedAtItsEndAndTheScheduleToo() {
    var world = World("01:59")
    world.open(minutely(source: .zenml, trigger: .deployment(DeploymentTrigger(deployment: "live"))))
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.attemptEnded(fire: fire.id, .started(runID: "r1", sentAt: world.now)))
    #expect(world.batches.flatMap(\.reports).isEmpty)
    _ = world.send(.runChanged(fire: fire.id, RunObservation(runID: "r1", status: "completed", outcome: .succeeded)))
    let reports = world.batches.flatMap(\.reports)
    #expect(reports.map(\.subject) == [.run("r1"), .schedule(schedule)])
    #expect(reports.map(\.nextDue) == [instant("02:01"), instant("02:01")])
  }

  @Test func aFileScheduleReportsToNobody() {
    var world = World("01:59")
    world.open(minutely())
    let fire = world.advance(to: "02:00").started[0]
    _ = world.send(.succeeded(fire, at: world.now))
    #expect(world.batches.flatMap(\.reports).isEmpty)
  }

  @Test func aMissedInstantIsReportedOnTheSchedule() {
    var world = World("01:59")
    world.open(minutely(standing: .unbound, source: .zenml))
    _ = world.advance(to: "02:00")
    #expect(world.batches.flatMap(\.reports).map(\.outcome) == [.unbound])
  }
}
