import CivilTime
import Scheduling
import TestSupport
import Testing

@Suite struct SimulationTests {
  private func simulate(_ definitions: [ScheduleDefinition], days: Int64 = 1, _ options: ScheduleSimulation.Options = .init())
    async -> SimulationReport
  {
    let start = instant("2026-11-21T00:00:00Z")
    let simulation = ScheduleSimulation(
      definitions.map(schedule), from: start, to: start.advanced(by: .seconds(days * 86_400)), options: options)
    return await simulation.run()
  }

  @Test func everyDueInstantOfADayIsLivedThrough() async {
    let report = await simulate([minutely("*/15 * * * *")])
    // The instant at which it begins is its own, the one at which it ends is not.
    #expect(report.starts == 96)
    #expect(report.startsByMinute[0] == 1 && report.startsByMinute[15] == 1 && report.startsByMinute[16] == 0)
  }

  @Test func bothMidnightsOfTwoDaysAreLivedThrough() async {
    let definitions = (1...2).map { minutely("0 0 * * *", id: $0) }
    #expect(await simulate(definitions).starts == 2)
    let report = await simulate(definitions, days: 2)
    #expect(report.starts == 4)
    #expect(report.peak?.count == 2 && report.peak?.at == instant("2026-11-21T00:00:00Z"))
    #expect(report.largestHerd?.count == 2 && report.largestHerd?.due == instant("2026-11-21T00:00:00Z"))
    #expect(report.startsByMinute[0] == 2 && report.startsByMinute[1440] == 2)
  }

  @Test func anIntervalThatBeginsWhenTheSimulationDoesIsLivedThroughFromThere() async {
    var record = ScheduleRecord(id: Identifier(high: 0, low: 1), name: "hourly", source: .file)
    record.interval = .seconds(3600)
    record.startTime = instant("2026-11-21T00:00:00Z")
    let definition = ScheduleDefinition(record: record, standing: .armed, trigger: .command(CommandTrigger(argv: ["/bin/true"])))
    let report = await simulate([definition])
    #expect(report.starts == 24)
    #expect(report.startsByMinute[0] == 1)
  }

  @Test func schedulesThatAreDueTogetherAreAHerd() async {
    let report = await simulate((1...20).map { minutely("0 2 * * *", id: $0) } + [minutely("30 2 * * *", id: 21)])
    #expect(report.largestHerd?.count == 20)
    #expect(report.largestHerd?.due == instant("02:00"))
    #expect(report.peak?.count == 20)
  }

  @Test func aHerdOfWhichAMutexLetsOneStartIsAHerd() async {
    let definitions = (1...40).map { minutely("0 4 * * *", id: $0, policy: policy { $0.mutex = "gpu" }) }
    let report = await simulate(definitions, days: 3)
    #expect(report.starts == 3 && report.skipped == [.skippedMutex: 117])
    #expect(report.largestHerd?.count == 40)
    #expect(report.largestHerd?.due == instant("2026-11-21T04:00:00Z"))
  }

  @Test func whatOverlapsForLongIsPartOfTheHerd() async {
    let definitions = [minutely("* * * * *", id: 1), minutely("* * * * *", id: 2), minutely("30 2 * * *", id: 3)]
    let report = await simulate(definitions, ScheduleSimulation.Options(runTime: .seconds(3600)))
    #expect(report.largestHerd?.count == 3)
    #expect(report.largestHerd?.due == instant("2026-11-21T02:30:00Z"))
  }

  @Test func runsThatTakeTooLongOverlap() async {
    let report = await simulate([minutely("*/10 * * * *")], ScheduleSimulation.Options(runTime: .seconds(900)))
    #expect(report.starts == 72)
    #expect(report.skipped == [.skippedOverlap: 72])
  }

  @Test func instantsThatAreSkippedInARowAreAllCounted() async {
    let report = await simulate([minutely("* * * * *")], ScheduleSimulation.Options(runTime: .seconds(600)))
    #expect(report.starts + (report.skipped[.skippedOverlap] ?? 0) == 1440)
    #expect(report.starts == 144)
  }

  private let command = Trigger.command(CommandTrigger(argv: ["/bin/true"]))

  @Test(arguments: [Policy.Overlap.cancelOther, .terminateOther]) func aRunThatMakesRoomEndsAtOnce(_ overlap: Policy.Overlap) async {
    var record = ScheduleRecord(id: Identifier(high: 0, low: 1), name: "often", source: .file)
    record.interval = .seconds(20)
    record.startTime = instant("2026-11-21T00:00:00Z")
    let definition = ScheduleDefinition(record: record, standing: .armed, policy: policy(.last, overlap), trigger: command)
    let report = await simulate([definition])
    #expect(report.starts == 4320)
    #expect(report.skipped.isEmpty && report.delayed == 0)
  }

  @Test func aRunThatTakesLongerThanItMayEndsThen() async {
    let limited = minutely(policy: policy { $0.timeout = .seconds(30) }, trigger: command)
    let report = await simulate([limited], ScheduleSimulation.Options(runTime: .seconds(300)))
    #expect(report.starts == 1440)
    #expect(report.skipped.isEmpty)
  }

  @Test func aRequestThatIsTheRunTakesItsTimeWhateverThePolicySays() async {
    let limited = minutely(policy: policy { $0.timeout = .seconds(30) })
    let report = await simulate([limited], ScheduleSimulation.Options(runTime: .seconds(300)))
    #expect(report.starts == 288)
  }

  @Test func aMutexHolderMakesRoomForOneThatEndsOthers() async {
    let holder = minutely("0 * * * *", id: 1, policy: policy { $0.mutex = "gpu" }, trigger: command)
    let ender = minutely("10 * * * *", id: 2, policy: policy(.last, .cancelOther) { $0.mutex = "gpu" }, trigger: command)
    let report = await simulate([holder, ender], ScheduleSimulation.Options(runTime: .seconds(1800)))
    #expect(report.starts == 48)
    #expect(report.delayed == 0)
  }

  @Test func limitsHoldBackWhatIsTooMuchAtOnce() async {
    var limits = DispatchLimits()
    limits.all.perSecond = 2
    let report = await simulate((1...10).map { minutely("0 2 * * *", id: $0) }, ScheduleSimulation.Options(limits: limits))
    #expect(report.starts == 10)
    #expect(report.delayed == 7)
    #expect(report.longestDelay >= .seconds(3))
  }

  @Test func eachLimitThatIsHitIsCountedFromItsFirstTime() async {
    var limits = DispatchLimits()
    limits.all.perSecond = 4
    limits.tags["gpu"] = DispatchLimits.Cap(inFlight: 1)
    let herd = (1...10).map { minutely("0 2 * * *", id: $0) }
    let tagged = (11...13).map { minutely("0 3 * * *", id: $0, tags: ["gpu"]) }
    let report = await simulate(herd + tagged, ScheduleSimulation.Options(limits: limits))
    #expect(report.limitHolds.map(\.key) == ["limits.per_second", "limits.tags.gpu.in_flight"])
    #expect(report.limitHolds.map(\.scope) == ["in all", "with tag 'gpu'"])
    #expect(report.limitHolds.map(\.limit) == [4, 1])
    #expect(report.limitHolds.map(\.count) == [6, 2])
    let first = report.limitHolds.map(\.first.roundedDownToSecond)
    #expect(first == [instant("2026-11-21T02:00:00Z"), instant("2026-11-21T03:00:00Z")])
  }

  @Test func whatComesToNoLimitHitsNone() async {
    let report = await simulate((1...10).map { minutely("0 2 * * *", id: $0) })
    #expect(report.limitHolds.isEmpty)
  }

  // MARK: In parts

  /// Jitter, overlaps, mutexes, chains and limits, drawn by chance.
  private func definitions(_ random: inout SeededGenerator) -> [ScheduleDefinition] {
    let crons = ["0 2 * * *", "*/15 * * * *", "*/5 * * * *", "30 */2 * * *", "* * * * *"]
    let follower = ScheduleDefinition(
      record: ScheduleRecord(id: Identifier(high: 0, low: 100), name: "evaluate", source: .file), standing: .armed,
      trigger: .chain(
        ChainTrigger(after: Identifier(high: 0, low: 2).description, .any, action: .command(CommandTrigger(argv: ["/bin/true"])))))
    return [follower]
      + (1...UInt64.random(in: 2...12, using: &random)).map { number in
        var policy = Policy()
        if Bool.random(using: &random) { policy.jitter = .seconds(20) }
        policy.overlap = [.skip, .allow, .bufferOne].randomElement(using: &random)!
        if Int.random(in: 0..<4, using: &random) == 0 { policy.mutex = "gpu" }
        let tags = [[], ["a"], ["a", "b"]].randomElement(using: &random)!
        return minutely(crons.randomElement(using: &random)!, id: number, policy: policy, tags: tags)
      }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>) func inPartsEverythingHappensAsInOne(seed: UInt64) async {
    var random = SeededGenerator(seed: seed)
    let definitions = definitions(&random)
    var options = ScheduleSimulation.Options(runTime: .seconds([1, 60, 400].randomElement(using: &random)!))
    options.limits.all.inFlight = [2, 8, nil].randomElement(using: &random)!
    options.limits.target.perSecond = [2, 6, nil].randomElement(using: &random)!
    options.limits.tags["b"] = DispatchLimits.Cap(inFlight: 4)
    let whole = await simulate(definitions, options)
    options.parts = 3
    let parts = await simulate(definitions, options)
    #expect(parts.starts == whole.starts && parts.startsByMinute == whole.startsByMinute)
    #expect(parts.skipped == whole.skipped)
    #expect(parts.limitHolds == whole.limitHolds)
    #expect(parts.delayed == whole.delayed && parts.longestDelay == whole.longestDelay)
    #expect(parts.peak?.count == whole.peak?.count && parts.peak?.at == whole.peak?.at)
    #expect(parts.largestHerd?.count == whole.largestHerd?.count && parts.largestHerd?.due == whole.largestHerd?.due)
  }
}
