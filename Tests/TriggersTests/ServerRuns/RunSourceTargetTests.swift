import Foundation
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers
import ZenML
import ZenMLServer

/// Which snapshot, build or template a trigger means, and what is sent to it.
@Suite(.timeLimit(.minutes(5))) struct RunSourceTargetTests {
  private typealias Source = StandInServer.Source

  private func source(_ number: UInt64, _ name: String, _ edit: (inout Source) -> Void = { _ in }) -> Source {
    var source = Source(kind: "pipeline_snapshots", id: StandInServer.number(number), name: name, created: Int(number))
    edit(&source)
    return source
  }

  private func target(on server: StandInServer) throws -> any TriggerTarget & OnlineCheck {
    try ServerKind.snapshot.target(on: server) { _ in await Task.yield() }
  }

  private func fire(_ snapshot: SnapshotTrigger) -> Fire { ServerKind.snapshot.fire(.snapshot(snapshot)) }

  /// The path to which the fire of a snapshot trigger is sent; the reason when it is refused.
  private func destination(of trigger: SnapshotTrigger, among sources: [Source]) async throws -> String {
    let server = try StandInServer(sources: sources)
    switch try await target(on: server).start(fire(trigger)) {
    case .started: return server.starts.last?.target.split(separator: "/").dropLast().last.map(String.init) ?? "nowhere"
    case .refused(_, let reason, _): return "\(reason.code): \(reason.sentence)"
    case let other: return "\(other)"
    }
  }

  // MARK: Choosing

  @Test func aSnapshotIsMeantByItsIdItsNameOrTheBeginningOfItsName() async throws {
    let sources = [source(1, "nightly"), source(2, "nightly-large"), source(3, "weekly")]
    for text in ["nightly", StandInServer.number(1).description] {
      #expect(try await destination(of: SnapshotTrigger(snapshot: .named(text)), among: sources) == StandInServer.number(1).description)
    }
    #expect(try await destination(of: SnapshotTrigger(snapshot: .named("week")), among: sources) == StandInServer.number(3).description)
  }

  @Test func aBeginningThatSeveralHaveIsRefusedWithTheirNames() async throws {
    let said = try await destination(
      of: SnapshotTrigger(snapshot: .named("night")), among: [source(1, "nightly"), source(2, "nightly-large")])
    #expect(said.hasPrefix("several_snapshots: "))
    #expect(said.contains("'night' means several snapshots: "))
    for (name, number) in [("nightly", 1), ("nightly-large", 2)] as [(String, UInt64)] {
      #expect(said.contains("\(name) (\(StandInServer.number(number)))"), "\(said)")
    }
  }

  @Test func aPipelineTellsSnapshotsOfOneNameApart() async throws {
    let sources = [source(1, "nightly"), source(2, "nightly") { $0.pipeline = "scoring" }]
    let said = try await destination(of: SnapshotTrigger(snapshot: .named("nightly")), among: sources)
    #expect(said.hasPrefix("several_snapshots: "))
    let chosen = try await destination(of: SnapshotTrigger(snapshot: .named("nightly"), pipeline: "scoring"), among: sources)
    #expect(chosen == StandInServer.number(2).description)
  }

  @Test func theNewestRunnableSnapshotOfThePipelineIsTaken() async throws {
    let sources = [
      source(1, "old") { $0.tags = ["blessed"] }, source(2, "new"), source(3, "broken") { $0.isRunnable = false },
      source(4, "other") { $0.pipeline = "scoring" },
    ]
    let pipeline = StandInServer.pipelineID("training")
    #expect(
      try await destination(of: SnapshotTrigger(snapshot: .newest(tag: nil), pipelineID: pipeline), among: sources)
        == StandInServer.number(2).description)
    #expect(
      try await destination(of: SnapshotTrigger(snapshot: .newest(tag: "blessed"), pipeline: "training"), among: sources)
        == StandInServer.number(1).description)
  }

  @Test(arguments: [
    (SnapshotTrigger(snapshot: .named("hourly")), "no_snapshot: "),
    (SnapshotTrigger(snapshot: .newest(tag: nil)), "no_snapshot: "),
    (SnapshotTrigger(snapshot: .newest(tag: "blessed"), pipeline: "training"), "no_snapshot: "),
    (SnapshotTrigger(snapshot: .named("broken")), "not_runnable: "),
    (SnapshotTrigger(snapshot: .named(StandInServer.number(9).description)), "no_snapshot: "),
  ])
  func whatCannotBeRunIsRefused(_ trigger: SnapshotTrigger, code: String) async throws {
    let sources = [source(1, "broken") { $0.isRunnable = false }, source(9, "elsewhere") { $0.project = StandInServer.number(8) }]
    #expect(try await destination(of: trigger, among: sources).hasPrefix(code))
  }

  private static let choices: [SnapshotTrigger.Choice] = [
    .named("nightly"), .named(StandInServer.number(1).description), .newest(tag: nil),
  ]

  @Test(arguments: choices, [false, true])
  func whileTheProjectIsGoneAFireWaits(for choice: SnapshotTrigger.Choice, isDaemonNew: Bool) async throws {
    let server = try StandInServer(sources: [source(1, "nightly")])
    let fire = fire(SnapshotTrigger(snapshot: choice, pipeline: "training"))
    var target = try target(on: server)
    _ = await target.start(fire)
    server.change { state in
      state.lacksProject = true
      state.sources = []
    }
    if isDaemonNew { target = try self.target(on: server) }
    guard case .unavailable(let absence) = await target.start(fire) else { return #expect(Bool(false)) }
    #expect(absence.code == "server_away" && absence.sentence.contains("Unable to get project"), "\(absence)")
    server.change { $0.lacksProject = false }
    guard case .refused(.failed, let reason, _) = await target.start(fire) else { return #expect(Bool(false)) }
    #expect(reason.code == "no_snapshot")
  }

  @Test func aCheckStillSaysThatTheProjectIsNotThere() async throws {
    let server = try StandInServer()
    server.change { $0.lacksProject = true }
    let finding = try await target(on: server).check(.snapshot(SnapshotTrigger(snapshot: .named("nightly"))))
    guard case .problems(let problems) = finding else { return #expect(Bool(false)) }
    #expect(problems.first?.contains("Unable to get project") == true)
  }

  // MARK: Sending

  @Test func aSnapshotTakesItsConfigurationWrappedAndTagged() async throws {
    let server = try StandInServer(sources: [source(1, "nightly")])
    let configuration = RunConfiguration(steps: ["trainer": ["lr": .number(0.5)]], tags: ["night"])
    let fire = fire(SnapshotTrigger(snapshot: .named("nightly"), configuration: configuration))
    _ = try await target(on: server).start(fire)
    let body = try JSONDecoder().decode(JSONValue.self, from: Data(try #require(server.starts.last).body))
    #expect(
      body == [
        "run_configuration": [
          "run_name": .string(fire.runName), "steps": ["trainer": ["parameters": ["lr": .number(0.5)]]],
          "tags": ["night", .string("carillon:\(fire.scheduleID)")],
        ]
      ])
    #expect(server.starts.last?.header("Idempotency-Key") == fire.idempotencyKey.description)
  }

  @Test func aBuildTakesItsConfigurationPlain() async throws {
    let server = try ServerKind.build.server()
    let fire = ServerKind.build.fire()
    _ = try await ServerKind.build.target(on: server) { _ in }.start(fire)
    let body = try JSONDecoder().decode(JSONValue.self, from: Data(try #require(server.starts.last).body))
    #expect(body == ["run_name": .string(fire.runName), "steps": ["trainer": ["parameters": ["model": "rf"]]]])
  }

  @Test func bracesInANameAreNotFilledIn() {
    let request = RunRequest(runName: "a{b}", configuration: RunConfiguration(), tag: "t", key: StandInServer.number(1))
    #expect(request.configuration(takesTags: true).runName == "a{{b}}")
  }

  @Test func aHerdOfFiresAsksOnce() async throws {
    let server = try StandInServer(sources: [source(1, "nightly")])
    let target = try ServerKind.snapshot.target(on: server) { _ in }
    await withTaskGroup(of: Void.self) { group in
      for number in 1...1000 { group.addTask { _ = await target.start(named("fire-\(number)")) } }
    }
    #expect(server.runs.count == 1000)
    // By its exact name, and then the whole record.
    #expect(server.count("/pipeline_snapshots?") == 1)
    #expect(server.requests.count { $0.method == "GET" && $0.target.hasPrefix("/api/v1/pipeline_snapshots/") } == 1)
  }

  private func named(_ name: String) -> Fire {
    let id = Identifier.version5(namespace: StandInServer.number(1), name: name)
    return Fire(
      id: id, kind: .scheduled, scheduleID: StandInServer.number(1), scheduleName: "nightly", due: ServerKind.now, runName: name,
      claimedAt: ServerKind.now, trigger: .snapshot(SnapshotTrigger(snapshot: .named("nightly"))))
  }

  @Test func aSnapshotThatWasReplacedIsFoundAgain() async throws {
    let server = try StandInServer(sources: [source(1, "nightly")])
    let target = try target(on: server)
    _ = await target.start(named("first"))
    server.change { $0.sources = [source(2, "nightly")] }
    guard case .started = await target.start(named("second")) else { return #expect(Bool(false)) }
    #expect(server.starts.map(\.target).map { String($0.suffix(41).prefix(36)) } == [1, 1, 2].map { StandInServer.number($0).description })
  }

  @Test func aHerdWhoseSnapshotIsGoneAsksOnceMore() async throws {
    let server = try StandInServer(sources: [source(1, "nightly")])
    let target = try ServerKind.snapshot.target(on: server) { _ in }
    _ = await target.start(named("first"))
    server.change { $0.sources = [source(2, "nightly")] }
    await withTaskGroup(of: Void.self) { group in
      for number in 1...200 { group.addTask { _ = await target.start(named("fire-\(number)")) } }
    }
    #expect(server.runs.count == 201)
    #expect(server.count("/pipeline_snapshots?") == 2)
  }

  @Test func aServerWithoutWorkloadManagerSaysSo() async throws {
    let server = try StandInServer(sources: [source(1, "nightly")])
    server.change { $0.lacksWorkloadManager = true }
    guard case .refused(_, let reason, _) = try await target(on: server).start(fire(SnapshotTrigger(snapshot: .named("nightly")))) else {
      return #expect(Bool(false))
    }
    #expect(reason.code == "no_workload_manager")
  }

  @Test func aNewServerRunsNoBuilds() async throws {
    let server = try StandInServer(sources: [Source(kind: "pipeline_builds", id: StandInServer.number(41), name: "b")])
    guard case .refused(_, let reason, _) = try await ServerKind.build.target(on: server, pause: { _ in }).start(ServerKind.build.fire())
    else {
      return #expect(Bool(false))
    }
    #expect(reason == Reason("not_runnable", "\(server.url): ZenML 0.98.0 starts no runs from builds; use kind: snapshot there"))
  }
}
