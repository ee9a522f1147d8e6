import CivilTime
import Scheduling
import Services
import Testing

@Suite struct RememberedFilesTests {
  private let now = Instant(secondsSinceEpoch: 1_800_000_000)

  private func schedule(
    _ name: String, trigger: Trigger = .command(CommandTrigger(argv: ["date"])), alerts: ScheduleAlerts? = nil
  ) -> FileSchedule {
    FileSchedule(
      record: ScheduleRecord(id: ScheduleRecord.fileID(name: name), name: name, source: .file, interval: .seconds(60)),
      trigger: trigger, policy: Policy(misfire: .all), tags: ["t"], location: "f.yaml:1", alerts: alerts)
  }

  /// What the ledger holds of them, each in its revision of that number.
  private func stored(_ schedules: [FileSchedule], number: Int = 1) -> [StoredSchedule] {
    schedules.map {
      StoredSchedule(
        revision: Revision(definition: $0.definition.withoutSecrets, number: number, owedFrom: now), coveredUntil: now, latestRow: nil)
    }
  }

  private func statuses(_ stored: [StoredSchedule]) -> [ScheduleStatus] {
    var scheduler = Scheduler()
    let restored = stored.map {
      RestoredSchedule(schedule: Schedule($0.revision.definition, zoneNamed: { _ in nil }), stored: $0)
    }
    _ = scheduler.handle(.restored(restored, unfinished: [], retired: [:]), at: now)
    return scheduler.statuses
  }

  /// The store's.
  private static let instance = Identifier(high: 3, low: 3)

  private func memory(of schedules: [FileSchedule]) -> RememberedFiles? {
    let listing = FileListing(schedules: schedules, fingerprint: String(repeating: "f", count: 64))
    return RememberedFiles(listing, statuses(stored(schedules)), instance: Self.instance)
  }

  @Test func theLedgerSaysWhatTheFilesSaid() throws {
    let schedules = [schedule("b"), schedule("a")]
    let remembered = try #require(memory(of: schedules))
    let listing = try #require(remembered.listing(of: stored(schedules), instance: Self.instance))
    #expect(listing.schedules == schedules)
    #expect(listing.isRemembered && listing.fingerprint == remembered.files)
    #expect(listing.problems.isEmpty && listing.unknown.isEmpty && listing.bindings.isEmpty)
    #expect(RememberedFiles(remembered.text) == remembered)
  }

  @Test func schedulesOfOtherSourcesAreNoneOfIt() throws {
    let remembered = try #require(memory(of: [schedule("a")]))
    let other = ScheduleDefinition(
      record: ScheduleRecord(id: Identifier(high: 1, low: 1), name: "z", source: .zenml, interval: .seconds(60)), standing: .armed)
    let both =
      stored([schedule("a")]) + [
        StoredSchedule(revision: Revision(definition: other, number: 4, owedFrom: now), coveredUntil: now, latestRow: nil)
      ]
    #expect(remembered.listing(of: both, instance: Self.instance)?.schedules == [schedule("a")])
  }

  /// Of a backup, or of another machine.
  @Test func aLedgerOfOtherRevisionsIsNotTakenForTheFiles() throws {
    let remembered = try #require(memory(of: [schedule("a"), schedule("b")]))
    #expect(remembered.listing(of: stored([schedule("a"), schedule("b")], number: 2), instance: Self.instance) == nil)
    #expect(remembered.listing(of: stored([schedule("a")]), instance: Self.instance) == nil)
    #expect(remembered.listing(of: stored([schedule("a"), schedule("c")]), instance: Self.instance) == nil)
    #expect(remembered.listing(of: [], instance: Self.instance) == nil)
    let both = stored([schedule("a"), schedule("b")])
    #expect(remembered.listing(of: both, instance: Self.instance) != nil)
    #expect(remembered.listing(of: both, instance: Identifier(high: 3, low: 4)) == nil)
  }

  @Test func whatNoLedgerHoldsIsReadFirst() {
    #expect(memory(of: [schedule("a", alerts: ScheduleAlerts())]) == nil)
    #expect(memory(of: [schedule("a", trigger: .command(CommandTrigger(argv: ["date"], env: ["TOKEN": "secret"])))]) == nil)
    #expect(RememberedFiles(FileListing(schedules: []), [], instance: Self.instance) == nil, "without a fingerprint")
    let binding = FileBinding(match: .name("a"), content: BindingContent(), location: "f.yaml:1")
    #expect(RememberedFiles(FileListing(bindings: [binding], fingerprint: "f"), [], instance: Self.instance) == nil)
  }

  @Test(arguments: ["", "\n", "f", "f f f", String(repeating: "f", count: 64), "carillon \(String(repeating: "f", count: 64))"])
  func anotherTextIsNothing(text: String) { #expect(RememberedFiles(text) == nil) }
}
