import CivilTime
import Scheduling
import Testing

/// What `apply` does on a server.
@Suite struct ApplyPlanTests {
  private let trigger = Trigger.http(HTTPTrigger(url: "https://ml.example/retrain"))
  private let binding: JSONValue = ["trigger": ["kind": "http", "url": "https://ml.example/retrain"]]

  private func record(_ name: String, cron: String? = "0 2 * * *", _ change: (inout ScheduleRecord) -> Void = { _ in }) -> ScheduleRecord {
    var record = ScheduleRecord(id: Identifier(high: 0, low: UInt64(name.utf8.count)), name: name, source: .zenml, cronExpression: cron)
    change(&record)
    return record
  }

  private func wanted(_ record: ScheduleRecord, trigger: Trigger? = nil) -> WantedSchedule {
    WantedSchedule(record: record, binding: binding, trigger: trigger ?? self.trigger, location: "f.yaml:1")
  }

  private func present(_ record: ScheduleRecord, binding: JSONValue? = nil) -> PresentSchedule {
    PresentSchedule(record: record, binding: binding ?? wanted(record).appliedBinding)
  }

  private func story(_ plan: ApplyPlan) -> [String] {
    plan.steps.map { step in
      switch step {
      case .create(let schedule): "create \(schedule.record.name)"
      case .update(_, let schedule, let changes): "update \(schedule.record.name): \(changes.map(\.part.rawValue).joined(separator: " "))"
      case .replace(_, let schedule, let changes): "replace \(schedule.record.name): \(changes.map(\.part.rawValue).joined(separator: " "))"
      case .delete(_, let name): "delete \(name)"
      case .keep(_, let name): "keep \(name)"
      }
    }
  }

  @Test func whatIsNotThereIsCreated() {
    #expect(story(ApplyPlan(wanted: [wanted(record("b")), wanted(record("a"))], present: [], prunes: false)) == ["create a", "create b"])
  }

  @Test func aSecondApplyChangesNothing() {
    let plan = ApplyPlan(wanted: [wanted(record("a"))], present: [present(record("a"))], prunes: true)
    #expect(story(plan) == ["keep a"])
    #expect(plan.isDone)
  }

  @Test func aNumberThatTheServersTextWritesWithoutItsFractionIsNoChange() {
    func binding(_ rate: JSONValue) -> JSONValue {
      ["trigger": ["kind": "http", "url": "https://ml.example/retrain", "body": ["rate": rate, "rates": [rate]]]]
    }
    var wanted = wanted(record("a"))
    wanted.binding = binding(.number(1))
    var readBack = wanted
    readBack.binding = binding(.integer(1))
    let there = PresentSchedule(record: record("a"), binding: readBack.appliedBinding)
    #expect(ApplyPlan(wanted: [wanted], present: [there], prunes: false).isDone)
    wanted.binding = binding(.number(1.5))
    #expect(!ApplyPlan(wanted: [wanted], present: [there], prunes: false).isDone)
  }

  @Test func cronActiveAndBindingChangeInPlace() {
    let old = present(record("a") { $0.active = false }, binding: ["trigger": ["kind": "http", "url": "https://other.example/"]])
    let plan = ApplyPlan(wanted: [wanted(record("a", cron: "5 2 * * *"))], present: [old], prunes: false)
    #expect(story(plan) == ["update a: cron_expression active binding"])
    guard case .update(_, _, let changes)? = plan.steps.first else { return }
    #expect(changes.last?.after == "trigger.url")
  }

  @Test func otherTimingNeedsANewSchedule() {
    let plan = ApplyPlan(
      wanted: [wanted(record("a", cron: nil) { $0.interval = .seconds(60) })], present: [present(record("a"))], prunes: false)
    #expect(story(plan) == ["replace a: cron_expression interval_seconds start_time"])
  }

  @Test func anIntervalWithoutAStartIsCountedFromTheEpochThere() {
    let interval = record("a", cron: nil) { $0.interval = .seconds(60) }
    let there = record("a", cron: nil) {
      $0.interval = .seconds(60)
      $0.startTime = .epoch
    }
    #expect(ApplyPlan(wanted: [wanted(interval)], present: [present(there)], prunes: false).isDone)
  }

  @Test func onlyWhatAnApplyHasMadeIsPruned() {
    let others = present(record("others"), binding: ["trigger": ["kind": "deployment"]])
    let plan = ApplyPlan(
      wanted: [], present: [others, present(record("ours")), PresentSchedule(record: record("bare"), binding: nil)], prunes: true)
    #expect(story(plan) == ["delete ours"])
    #expect(ApplyPlan(wanted: [], present: [present(record("ours"))], prunes: false).steps.isEmpty)
  }

  @Test func aSetPrunesItsOwnOnly() {
    func made(_ name: String, in set: String?) -> PresentSchedule {
      var schedule = wanted(record(name))
      schedule.set = set
      return PresentSchedule(record: record(name), binding: schedule.appliedBinding)
    }
    let present = [made("a", in: "vision"), made("b", in: "speech"), made("c", in: nil)]
    #expect(story(ApplyPlan(wanted: [], present: present, prunes: true, set: "vision")) == ["delete a"])
    #expect(story(ApplyPlan(wanted: [], present: present, prunes: true)) == ["delete c"])
  }

  @Test func whatWasAppliedWithoutASetJoinsOneAndThenStaysThere() {
    let joins = ApplyPlan(wanted: [wanted(record("a"))], present: [present(record("a"))], prunes: true, set: "vision")
    #expect(story(joins) == ["update a: binding"])
    guard case .update(_, let joined, let changes)? = joins.steps.first else { return }
    #expect(changes.first?.after == "marked as applied")
    let there = PresentSchedule(record: record("a"), binding: joined.appliedBinding)
    #expect(ApplyPlan(wanted: [wanted(record("a"))], present: [there], prunes: true, set: "vision").isDone)
    for other in [nil, "speech"] {
      let plan = ApplyPlan(wanted: [wanted(record("a"))], present: [there], prunes: true, set: other)
      #expect(plan.steps.isEmpty)
      #expect(plan.obstacles.first?.sentence.contains("one of the set 'vision'; give --set vision") == true)
    }
  }

  @Test(arguments: [
    (Trigger.command(CommandTrigger(argv: ["/bin/true"])), "a command is taken from files only"),
    (.http(HTTPTrigger(url: "https://x.example/", headers: ["Authorization": "{{env:KEY}}"])), "it reads this machine's environment"),
    (
      .chain(ChainTrigger(after: "a", .success, action: .command(CommandTrigger(argv: ["/bin/true"])))),
      "a command is taken from files only"
    ),
  ])
  func whatAServerMustNotHoldIsAnObstacle(_ trigger: Trigger, _ beginning: String) {
    let plan = ApplyPlan(wanted: [wanted(record("a"), trigger: trigger)], present: [], prunes: false)
    #expect(plan.steps.isEmpty)
    #expect(plan.obstacles.first?.sentence.hasPrefix(beginning) == true)
  }

  @Test func secondsAreAnObstacle() {
    let plan = ApplyPlan(wanted: [wanted(record("a", cron: "0 0 2 * * *"))], present: [], prunes: false)
    #expect(plan.obstacles.map(\.name) == ["a"])
  }

  @Test(arguments: ["CRON_TZ=Europe/Berlin 0 2 * * *", "TZ=UTC 0 2 * * *"]) func aZoneInTheExpressionIsNone(cron: String) {
    #expect(story(ApplyPlan(wanted: [wanted(record("a", cron: cron))], present: [], prunes: false)) == ["create a"])
    let plan = ApplyPlan(wanted: [wanted(record("a", cron: cron.replacing(" 0 2", with: " 0 0 2")))], present: [], prunes: false)
    #expect(plan.obstacles.map(\.name) == ["a"])
  }
}
