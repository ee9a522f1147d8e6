import CivilTime
import Scheduling
import Seams
import Services
import Testing

@Suite struct ScheduleCatalogTests {
  private func at(_ time: String) -> Instant { (try? Instant(iso8601: "2026-11-21T\(time):00Z")) ?? .epoch }

  private func catalog(lastSync: Instant? = nil, schedules: [ServerSchedule] = []) -> ScheduleCatalog {
    ScheduleCatalog(
      cache: SourceCache(schedules: schedules, lastSync: lastSync), applied: Set(schedules.map(\.record.id)), hasServer: true,
      allowed: ServerBindingRules()
    ) { _ throws(BindingTextError) in BindingContent() }
  }

  private func server(_ id: UInt64 = 1, updated: Instant, cron: String = "0 2 * * *") -> ServerSchedule {
    ServerSchedule(
      record: ScheduleRecord(
        id: Identifier(high: 0, low: id), name: "s\(id)", source: .zenml, cronExpression: cron, updated: updated))
  }

  @Test func onTheVeryFirstSyncNothingOfThePastIsOwed() {
    var catalog = catalog()
    let changes = catalog.replaceServer([server(updated: at("01:00"))], readAt: at("12:00"), now: at("12:00"))
    #expect(changes.changed.map(\.owedFrom) == [at("12:00")])
  }

  @Test func aNewScheduleIsOwedFromWhenItWasMade() {
    var catalog = catalog(lastSync: at("11:00"))
    let changes = catalog.replaceServer([server(updated: at("11:30"))], readAt: at("12:00"), now: at("12:00"))
    #expect(changes.changed.map(\.owedFrom) == [at("11:30")])
  }

  @Test func butNotFromBeforeTheLastReadThatDidNotShowIt() {
    var catalog = catalog(lastSync: at("11:00"))
    let changes = catalog.replaceServer([server(updated: at("01:00"))], readAt: at("12:00"), now: at("12:00"))
    #expect(changes.changed.map(\.owedFrom) == [at("11:00")])
  }

  @Test func aServerWhoseClockIsAheadOwesNothingOfTheFuture() {
    var catalog = catalog(lastSync: at("11:00"))
    let changes = catalog.replaceServer([server(updated: at("13:00"))], readAt: at("12:00"), now: at("12:00"))
    #expect(changes.changed.map(\.owedFrom) == [at("12:00")])
  }

  @Test func aReadThatShowsNothingNewChangesNothing() {
    let known = server(updated: at("01:00"))
    var catalog = catalog(lastSync: at("11:00"), schedules: [known])
    let changes = catalog.replaceServer([known], readAt: at("12:00"), now: at("12:00"))
    #expect(changes.changed.isEmpty)
    #expect(changes.removed.isEmpty)
  }

  @Test func whatTheServerNoLongerHasIsRemoved() {
    var catalog = catalog(lastSync: at("11:00"), schedules: [server(updated: at("01:00"))])
    let changes = catalog.replaceServer([], readAt: at("12:00"), now: at("12:00"))
    #expect(changes.removed == [Identifier(high: 0, low: 1)])
  }

  @Test func whatAnEarlierLifeHadAndNoFileSaysAnyMoreIsRemoved() {
    var catalog = ScheduleCatalog(
      cache: SourceCache(), applied: [Identifier(high: 7, low: 7)], hasServer: false, allowed: ServerBindingRules()
    ) { _ throws(BindingTextError) in BindingContent() }
    #expect(catalog.everything(now: at("12:00")).removed == [Identifier(high: 7, low: 7)])
  }

  @Test func aDeploymentWithoutAServerIsUnbound() {
    var catalog = ScheduleCatalog(cache: SourceCache(), applied: [], hasServer: false, allowed: ServerBindingRules()) {
      _ throws(BindingTextError) in
      BindingContent()
    }
    let file = FileSchedule(
      record: ScheduleRecord(id: Identifier(high: 0, low: 9), name: "f", source: .file, interval: .seconds(60)),
      trigger: .deployment(DeploymentTrigger(deployment: "live")), policy: Policy(), location: "f.yaml:1")
    let changes = catalog.replaceFiles(FileListing(schedules: [file]), now: at("12:00"))
    #expect(changes.changed.map(\.definition.standing) == [.unbound])
    #expect(changes.changed.map(\.definition.reason?.code) == ["no_server"])
  }

  @Test func aCommandThatTheConfigurationForbidsIsUnbound() {
    var catalog = ScheduleCatalog(
      cache: SourceCache(), applied: [], hasServer: false, allowsCommands: false, allowed: ServerBindingRules()
    ) { _ throws(BindingTextError) in BindingContent() }
    let file = FileSchedule(
      record: ScheduleRecord(id: Identifier(high: 0, low: 9), name: "f", source: .file, interval: .seconds(60)),
      trigger: .command(CommandTrigger(argv: ["/bin/true"])), policy: Policy(), location: "f.yaml:1")
    let changes = catalog.replaceFiles(FileListing(schedules: [file]), now: at("12:00"))
    #expect(changes.changed.map(\.definition.standing) == [.unbound])
    #expect(changes.changed.map(\.definition.reason?.code) == ["commands_off"])
  }
}
