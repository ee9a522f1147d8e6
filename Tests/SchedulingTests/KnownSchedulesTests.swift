import CivilTime
import Scheduling
import Testing

/// A schedule that is taken from what is known is the one that resolving anew would give.
@Suite struct KnownSchedulesTests {
  typealias Edit = @Sendable (inout ScheduleDefinition) -> Void

  private static let start = Instant(secondsSinceEpoch: 1_800_000_000)
  private static let calendar = ExclusionCalendar(name: "nights", weekly: [.init(weekdays: [1, 2], start: 0, end: 3_600)])

  private static let edits: [(String, Edit)] = [
    ("nothing", { _ in }),
    ("name", { $0.record.name = "another" }),
    ("source", { $0.record.source = .zenml }),
    ("cron", { $0.record.cronExpression = "5 4 * * *" }),
    ("H", { $0.record.cronExpression = "H 4 * * *" }),
    ("a warning", { $0.record.cronExpression = "5 4 31 * 1" }),
    ("no cron", { $0.record.cronExpression = nil }),
    ("bad cron", { $0.record.cronExpression = "61 4 * * *" }),
    ("interval", { $0.record.interval = .seconds(90) }),
    ("once", { $0.record.runOnceStartTime = start }),
    ("zone", { $0.record.timeZone = "Etc/Plus1" }),
    ("bad zone", { $0.record.timeZone = "Mars/Base" }),
    ("start", { $0.record.startTime = start }),
    ("end", { $0.record.endTime = start }),
    ("defect", { $0.record.defect = "unreadable" }),
    ("inactive", { ($0.record.active, $0.standing, $0.reason) = (false, .paused, Reason("inactive", "active is false")) }),
    ("updated", { $0.record.updated = start }),
    ("pipeline", { $0.record.pipelineID = Identifier(high: 1, low: 2) }),
    ("standing", { $0.standing = .unbound }),
    ("reason", { $0.reason = Reason("x", "y") }),
    ("warnings", { $0.warnings = [Reason("x", "y")] }),
    ("tags", { $0.tags = ["a"] }),
    ("origin", { $0.bindingOrigin = "f.yaml:9" }),
    ("policy", { $0.policy = Policy(misfire: .all) }),
    ("calendar", { $0.policy.calendars = [CalendarRule(calendar)] }),
    ("no trigger", { $0.trigger = nil }),
    ("url", { $0.trigger = .http(HTTPTrigger(url: "https://b.example/")) }),
    ("secret", { $0.trigger = .http(HTTPTrigger(url: "http://a.example/", headers: ["x": "secret"])) }),
    ("another secret", { $0.trigger = .http(HTTPTrigger(url: "http://a.example/", headers: ["x": "hidden"])) }),
    ("command", { $0.trigger = .command(CommandTrigger(argv: ["date"])) }),
    ("chain", { $0.trigger = .chain(ChainTrigger(after: "first", .any, action: .http(HTTPTrigger(url: "http://a.example/")))) }),
    ("alerts", { $0.alerts = ScheduleAlerts() }),
  ]

  private func edited(_ edit: Edit) -> ScheduleDefinition {
    var definition = ScheduleDefinition(
      record: ScheduleRecord(
        id: Identifier(high: 0, low: 1), name: "nightly", source: .file, cronExpression: "0 4 * * *", timeZone: "Etc/Plus2"),
      standing: .armed, trigger: .http(HTTPTrigger(url: "http://a.example/")), bindingOrigin: "f.yaml:1")
    edit(&definition)
    return definition
  }

  private func zone(named name: String) -> ZoneRules? {
    guard let hours = name.hasPrefix("Etc/Plus") ? Int(name.dropFirst(8)) : nil else { return nil }
    return ZoneRules(name: name, fixedOffset: ZoneOffset(seconds: hours * 3600, isDaylight: false, abbreviation: "P\(hours)"))
  }

  private func traits(_ schedule: Schedule) -> [String] {
    var instants: [Instant] = []
    while instants.count < 5, let next = schedule.due?.next(after: instants.last ?? Self.start) { instants.append(next) }
    let again = Schedule.all([schedule.definition], zoneNamed: zone(named:))[0]
    return instants.map(\.iso8601) + ["\(schedule.due == nil)", "\(again.definition == schedule.definition)"]
  }

  @Test(arguments: edits.indices) func isTheSameAsResolvedAnew(from: Int) {
    let before = Schedule(edited(Self.edits[from].1), zoneNamed: zone(named:))
    for (name, edit) in Self.edits {
      let definition = edited(edit)
      let anew = Schedule(definition, zoneNamed: zone(named:))
      let known = Schedule.all([definition], zoneNamed: zone(named:), knowing: [before.id: before])[0]
      #expect(known.definition == anew.definition, "\(Self.edits[from].0) to \(name)")
      #expect(traits(known) == traits(anew), "\(Self.edits[from].0) to \(name)")
    }
  }

  /// What is known comes from the ledger, with the warnings of the life before.
  @Test func warningsOfTheTimingAreThereOnce() {
    let stored = Schedule(edited { $0.record.cronExpression = "5 4 31 * 1" }, zoneNamed: zone(named:))
    let restored = Schedule(stored.definition, zoneNamed: zone(named:))
    let fresh = edited { $0.record.cronExpression = "5 4 31 * 1" }
    let known = Schedule.all([fresh], zoneNamed: zone(named:), knowing: [restored.id: restored])[0]
    #expect(!known.definition.warnings.isEmpty && known.definition.warnings == stored.definition.warnings)
  }

  @Test(arguments: edits.indices) func sameSubstanceIsThatOfTheSubstances(from: Int) {
    let before = edited(Self.edits[from].1)
    for (name, edit) in Self.edits {
      let after = edited(edit)
      #expect(before.hasSubstance(of: after) == (before.substance == after.substance), "\(Self.edits[from].0) to \(name)")
      #expect(after.hasSubstance(of: before) == before.hasSubstance(of: after), "\(name) to \(Self.edits[from].0)")
    }
  }
}
