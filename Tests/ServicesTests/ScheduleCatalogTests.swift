import CivilTime
import Scheduling
import Seams
import Services
import Testing

@Suite struct ScheduleCatalogTests {
  private func at(_ time: String) -> Instant { (try? Instant(iso8601: "2026-11-21T\(time):00Z")) ?? .epoch }

  private func catalog(lastSync: Instant? = nil, schedules: [ServerSchedule] = []) -> ScheduleCatalog {
    ScheduleCatalog(
      cache: SourceCache(schedules: schedules, lastSync: lastSync),
      restored: schedules.map { stored(ScheduleDefinition(record: $0.record, standing: .armed)) }, hasServer: true,
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

  @Test func bindingsOfFilesThatAreForNoScheduleAreIdle() {
    var catalog = catalog(lastSync: at("11:00"), schedules: [server(updated: at("01:00"))])
    let matches: [FileBinding.Match] = [
      .id(Identifier(high: 0, low: 1)), .id(Identifier(high: 0, low: 2)), .name("s1"), .name("s2"), .glob("s*"), .glob("t*"),
      .pipeline("p"),
    ]
    let bindings = matches.map { FileBinding(match: $0, content: BindingContent(), location: "b.yaml:1") }
    _ = catalog.replaceFiles(FileListing(bindings: bindings), now: at("12:00"))
    #expect(catalog.idleBindings.map(\.match) == [.id(Identifier(high: 0, low: 2)), .name("s2"), .glob("t*"), .pipeline("p")])
  }

  @Test func whatTheServerNoLongerHasIsRemoved() {
    var catalog = catalog(lastSync: at("11:00"), schedules: [server(updated: at("01:00"))])
    let changes = catalog.replaceServer([], readAt: at("12:00"), now: at("12:00"))
    #expect(changes.removed == [Identifier(high: 0, low: 1)])
  }

  @Test func whatAnEarlierLifeHadAndNoFileSaysAnyMoreIsRemoved() {
    var catalog = ScheduleCatalog(
      cache: SourceCache(),
      restored: [stored(7, from: nil, trigger: command)], hasServer: false, allowed: ServerBindingRules()
    ) { _ throws(BindingTextError) in BindingContent() }
    #expect(catalog.everything(now: at("12:00")).removed == [Identifier(high: 0, low: 7)])
  }

  @Test func aDeploymentWithoutAServerIsUnbound() {
    var catalog = ScheduleCatalog(cache: SourceCache(), restored: [], hasServer: false, allowed: ServerBindingRules()) {
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
      cache: SourceCache(), restored: [], hasServer: false, allowsCommands: false, allowed: ServerBindingRules()
    ) { _ throws(BindingTextError) in BindingContent() }
    let file = FileSchedule(
      record: ScheduleRecord(id: Identifier(high: 0, low: 9), name: "f", source: .file, interval: .seconds(60)),
      trigger: .command(CommandTrigger(argv: ["/bin/true"])), policy: Policy(), location: "f.yaml:1")
    let changes = catalog.replaceFiles(FileListing(schedules: [file]), now: at("12:00"))
    #expect(changes.changed.map(\.definition.standing) == [.unbound])
    #expect(changes.changed.map(\.definition.reason?.code) == ["commands_off"])
  }

  // MARK: A file that is broken at a start

  private let command = Trigger.command(CommandTrigger(argv: ["/bin/true"]))

  private func stored(
    _ id: UInt64, from origin: String?, trigger: Trigger, source: ScheduleRecord.Source = .file, active: Bool = true
  ) -> StoredSchedule {
    stored(
      ScheduleDefinition(
        record: ScheduleRecord(id: Identifier(high: 0, low: id), name: "s\(id)", source: source, interval: .seconds(60), active: active),
        standing: active ? .armed : .paused, trigger: trigger, bindingOrigin: origin))
  }

  private func stored(_ definition: ScheduleDefinition) -> StoredSchedule {
    StoredSchedule(
      revision: Revision(definition: definition, number: 1, owedFrom: at("01:00")), coveredUntil: at("11:00"), latestRow: nil)
  }

  private func catalog(restored: [StoredSchedule], server: [ServerSchedule] = []) -> ScheduleCatalog {
    ScheduleCatalog(
      cache: SourceCache(schedules: server, lastSync: at("11:00")), restored: restored, hasServer: true, allowed: ServerBindingRules()
    ) { _ throws(BindingTextError) in BindingContent() }
  }

  @Test func aFileThatIsBrokenAtAStartTakesNothingAway() {
    var catalog = catalog(restored: [
      stored(1, from: "/s/broken.yaml:1", trigger: command), stored(2, from: "/s/gone.yaml:1", trigger: command),
      stored(3, from: "/unlisted/a.yaml:9", trigger: command), stored(4, from: "/s/broken.yaml:7", trigger: command, active: false),
    ])
    let changes = catalog.replaceFiles(FileListing(unknown: ["/s/broken.yaml", "/unlisted"]), now: at("12:00"))
    #expect(changes.removed == [Identifier(high: 0, low: 2)])
    let held = changes.changed.map(\.definition).sorted { $0.id < $1.id }
    #expect(held.map(\.record.name) == ["s1", "s3", "s4"])
    #expect(held.map(\.standing) == [.armed, .armed, .paused])
    #expect(held.allSatisfy { $0.warnings.map(\.code) == ["file_unread"] })
  }

  /// Known from the ledger, the files are not held; and what turns out to be broken when it is read is.
  @Test func aFileThatBreaksBehindAStartThatRememberedItTakesNothingAway() {
    var catalog = catalog(restored: [
      stored(1, from: "/s/a.yaml:1", trigger: command), stored(2, from: "/s/b.yaml:1", trigger: command),
    ])
    let remembered = [1, 2].map { id in
      FileSchedule(
        record: ScheduleRecord(id: Identifier(high: 0, low: id), name: "s\(id)", source: .file, interval: .seconds(60)), trigger: command,
        policy: Policy(), location: id == 1 ? "/s/a.yaml:1" : "/s/b.yaml:1")
    }
    var listing = FileListing(schedules: remembered, fingerprint: "f")
    listing.isRemembered = true
    #expect(catalog.replaceFiles(listing, now: at("12:00")).changed.map(\.definition) == remembered.map(\.definition))

    let read = catalog.replaceFiles(FileListing(schedules: [remembered[1]], unknown: ["/s/a.yaml"]), now: at("12:01"))
    #expect(read.removed.isEmpty)
    #expect(read.changed.map(\.definition.record.name) == ["s2", "s1"])
    #expect(read.changed.map { $0.definition.warnings.map(\.code) } == [[], ["file_unread"]])
  }

  @Test(arguments: [true, false])
  func aFolderThatLosesAllItsSchedulesIsTold(atAStart: Bool) {
    let origins = ["/s/a.yaml:1", "/s/b.yaml:1", "/other/c.yaml:1"]
    let ids: [UInt64] = [1, 2, 3]
    var catalog = catalog(restored: zip(ids, origins).map { id, origin in stored(id, from: origin, trigger: command) })
    if !atAStart {
      let schedules = zip(ids, origins).map { id, origin in
        FileSchedule(
          record: ScheduleRecord(id: Identifier(high: 0, low: id), name: "s\(id)", source: .file, interval: .seconds(60)),
          trigger: command, policy: Policy(), location: origin)
      }
      _ = catalog.replaceFiles(FileListing(schedules: schedules), now: at("12:00"))
    }
    var empty = FileListing()
    empty.emptyFolders = ["/other", "/s"]
    for _ in 0..<2 {
      _ = catalog.replaceFiles(empty, now: at("12:01"))
      #expect(catalog.emptiedFolders.count == 1)
      #expect(catalog.emptiedFolders.first?.hasPrefix("/s: no schedule file is left here, and 2 schedules were removed;") == true)
    }
    _ = catalog.replaceFiles(FileListing(), now: at("12:02"))
    #expect(catalog.emptiedFolders.isEmpty)
  }

  @Test func whatIsNotWhatItsFileSaysNowHasAWarning() {
    var catalog = catalog(restored: [])
    let schedules = [1, 2].map { id in
      FileSchedule(
        record: ScheduleRecord(id: Identifier(high: 0, low: id), name: "s\(id)", source: .file, interval: .seconds(60)), trigger: command,
        policy: Policy(), location: id == 1 ? "/s/a.yaml:1" : "/s/b.yaml:1")
    }
    var listing = FileListing(schedules: schedules)
    listing.stale = ["/s/a.yaml"]
    let warned = catalog.replaceFiles(listing, now: at("12:00")).changed.map(\.definition)
    #expect(warned.map { $0.warnings.map(\.code) } == [["file_unread"], []])
    #expect(warned[0].hasSubstance(of: schedules[0].definition), "no new revision")
    let mended = catalog.replaceFiles(FileListing(schedules: schedules), now: at("12:01")).changed.map(\.definition)
    #expect(mended == schedules.map(\.definition))
  }

  @Test func andWhenItIsMendedWhatItSaysCounts() {
    var catalog = catalog(restored: [
      stored(1, from: "/s/a.yaml:1", trigger: command), stored(2, from: "/s/a.yaml:5", trigger: command),
    ])
    _ = catalog.replaceFiles(FileListing(unknown: ["/s/a.yaml"]), now: at("12:00"))
    let mended = FileSchedule(
      record: ScheduleRecord(id: Identifier(high: 0, low: 1), name: "s1", source: .file, interval: .seconds(90)), trigger: command,
      policy: Policy(), location: "/s/a.yaml:1")
    let changes = catalog.replaceFiles(FileListing(schedules: [mended]), now: at("12:01"))
    #expect(changes.changed.map(\.definition) == [mended.definition])
    #expect(changes.removed == [Identifier(high: 0, low: 2)])
    // Broken again, now with a good version that the reader remembers: nothing of the earlier life comes back.
    #expect(catalog.replaceFiles(FileListing(unknown: ["/s/a.yaml"]), now: at("12:02")).changed.isEmpty)
  }

  @Test func whatHasMovedToAFileThatIsReadIsThatOne() {
    var catalog = catalog(restored: [stored(1, from: "/s/broken.yaml:1", trigger: command)])
    let moved = FileSchedule(
      record: ScheduleRecord(id: Identifier(high: 0, low: 1), name: "s1", source: .file, interval: .seconds(90)), trigger: command,
      policy: Policy(), location: "/s/good.yaml:1")
    let changes = catalog.replaceFiles(FileListing(schedules: [moved], unknown: ["/s/broken.yaml"]), now: at("12:00"))
    #expect(changes.changed.map(\.definition) == [moved.definition])
    #expect(changes.removed.isEmpty)
  }

  /// Values that were never stored cannot be sent: each due instant has a row that says so, instead of none.
  @Test func whatNeedsValuesThatWereOnlyInTheFileIsUnbound() {
    let trigger = Trigger.command(CommandTrigger(argv: ["/bin/true"], env: ["TOKEN": "s3cret"])).withoutSecrets
    var catalog = catalog(restored: [stored(1, from: "/s/broken.yaml:1", trigger: trigger)])
    let changes = catalog.replaceFiles(FileListing(unknown: ["/s/broken.yaml"]), now: at("12:00"))
    #expect(changes.changed.map(\.definition.standing) == [.unbound])
    #expect(changes.changed.map(\.definition.reason?.code) == ["file_unread"])
    #expect(changes.removed.isEmpty)
  }

  /// Without its file it would be bound to something else.
  @Test func aScheduleOfTheServerKeepsTheTriggerOfItsFile() {
    let known = server(updated: at("01:00"))
    var catalog = catalog(restored: [stored(1, from: "/s/broken.yaml:1", trigger: command, source: .zenml)], server: [known])
    let changes = catalog.replaceFiles(FileListing(unknown: ["/s/broken.yaml"]), now: at("12:00"))
    #expect(changes.changed.map(\.definition.trigger) == [command])
    #expect(changes.changed.map(\.definition.record.cronExpression) == ["0 2 * * *"])
    let moved = catalog.replaceServer([server(updated: at("12:01"), cron: "0 3 * * *")], readAt: at("12:02"), now: at("12:02"))
    #expect(moved.changed.map(\.definition.trigger) == [command])
    #expect(moved.changed.map(\.definition.record.cronExpression) == ["0 3 * * *"])
    #expect(catalog.replaceServer([], readAt: at("12:03"), now: at("12:03")).removed == [known.record.id])
  }

  /// Without its file it would have other hours and another policy, and perhaps not be taken over.
  @Test func aScheduleOfTheServerKeepsWhatAFileWithoutATriggerSaid() throws {
    let known = server(updated: at("01:00"))
    var policy = StatedPolicy()
    policy.state(.overlap, \.overlap, .allow)
    let content = BindingContent(policy: policy, tags: ["gpu"], timeZone: "Europe/Berlin")
    let file = FileBinding(match: .name(known.record.name), content: content, takeOver: true, location: "/s/broken.yaml:1")
    var deployed = known
    deployed.deployments = [.init(id: Identifier(high: 9, low: 9), name: "blue", hasAnswered: true)]
    let binder = Binder(files: [file], allowed: ServerBindingRules()) { _ throws(BindingTextError) in BindingContent() }
    let before = binder.definition(of: deployed)
    #expect(before.bindingOrigin == "/s/broken.yaml:1, with the pipeline's only deployment")

    var catalog = catalog(restored: [stored(before)], server: [deployed])
    let held = try #require(catalog.replaceFiles(FileListing(unknown: ["/s/broken.yaml"]), now: at("12:00")).changed.first?.definition)
    #expect(held.policy.overlap == .allow && held.tags == ["gpu"] && held.record.timeZone == "Europe/Berlin")
    #expect(held.trigger == before.trigger && held.standing == .armed)
    #expect(held.warnings.map(\.sentence) == ["/s/broken.yaml:1 cannot be used as it stands: what was last read from it goes on"])
  }
}
