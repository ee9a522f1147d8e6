import CivilTime
import Commands
import CurlHTTP
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers
import ZenML
import ZenMLServer

/// A command that registers a run of its own under the fire's name.
@Suite(.timeLimit(.minutes(5))) struct LinkedRunTests {
  private static let run = StandInServer.number(100)

  private let scratch: ScratchDirectory
  private let server: StandInServer
  private let target: CommandTarget

  init() throws {
    (scratch, server) = (try ScratchDirectory(), try StandInServer())
    target = try Self.target(server, scratch, pause: Self.pause)
  }

  private static func target(
    _ server: StandInServer, _ scratch: ScratchDirectory, pause: @escaping @Sendable (Duration) async throws -> Void
  ) throws -> CommandTarget {
    let clock = VirtualClock(ServerKind.now)
    let client = ZenMLClient(
      configuration: try ZenMLConfiguration(url: server.url, credentials: .apiKey("ZENKEY_secret")), transport: CurlHTTPTransport(),
      clock: clock)
    let supervisor = try #require(CommandRuns.locateSupervisor(), "carillon-supervisor is built beside the tests")
    let runs = ServerRuns(client: client, poller: RunPoller(client: client, pause: pause), clock: clock)
    return CommandTarget(
      runs: CommandRuns(supervisorPath: supervisor, runsDirectory: scratch.path("runs")), clock: clock, serverRuns: runs)
  }

  /// Ticks pass at once; longer waits are limits, which no test comes to.
  private static func pause(_ duration: Duration) async throws {
    guard duration > RunPoller.tickLength else { return await Task.yield() }
    for await _ in AsyncStream<Never>.makeStream().stream {}
    throw CancellationError()
  }

  private func fire(_ script: String) -> Fire {
    ServerKind.snapshot.fire(.command(CommandTrigger(argv: ["/bin/sh", "-c", script])))
  }

  /// As it is when its run is known.
  private func linked(_ fire: Fire) -> Fire { ServerKind.snapshot.fire(runID: Self.run.description, fire.trigger) }

  private func register(_ fire: Fire, _ status: String, created: String = "2026-11-21T02:00:01") {
    server.change { $0.runs = [.init(id: Self.run, name: fire.runName, status: status, created: created)] }
  }

  private func setStatus(_ status: String) { server.change { $0.runs[0].status = status } }

  @Test func isLinkedWhileItRuns() async throws {
    let fire = fire("tail -f /dev/null")
    _ = await target.start(fire)
    var observations = target.observations(of: fire).makeAsyncIterator()
    #expect(await observations.next() == RunObservation(status: "running"))
    register(fire, "running")
    let linked = await observations.next()
    #expect(linked?.runID == Self.run.description)
    #expect(linked?.status == "running; its run: running")
    #expect(linked?.outcome == nil)
    _ = await target.stop(fire, force: true)
  }

  @Test func anExitCodeOfZeroDoesNotHideAFailedRun() async throws {
    let fire = fire("exit 0")
    register(fire, "failed")
    server.change { $0.stepMessages = [Self.run: "no data"] }
    _ = await target.start(fire)
    let end = await target.observations(of: fire).first { $0.outcome != nil }
    #expect(end?.outcome == .failed)
    #expect(end?.runID == Self.run.description)
    #expect(
      end?.reason == Reason("run_failed", "the command ended well (exit 0), but its run did not: trainer: ValueError: no data"))
  }

  @Test func aRunThatOutlivesItsCommandIsFollowedToItsEnd() async throws {
    let fire = fire("exit 0")
    register(fire, "running")
    _ = await target.start(fire)
    var observations = target.observations(of: fire).makeAsyncIterator()
    var seen = await observations.next()
    while let now = seen, !now.status.hasPrefix("exit 0") { seen = await observations.next() }
    #expect(seen?.status == "exit 0; its run: running")
    #expect(seen?.outcome == nil)
    setStatus("completed")
    var end = await observations.next()
    while let now = end, now.outcome == nil { end = await observations.next() }
    #expect(end?.outcome == .succeeded)
    #expect(end?.exitCode == 0)
    #expect(end?.runID == Self.run.description)
  }

  @Test func aRunThatIsDeletedAfterItsCommandIsLost() async throws {
    let fire = fire("exit 0")
    register(fire, "running")
    _ = await target.start(fire)
    var observations = target.observations(of: fire).makeAsyncIterator()
    var seen = await observations.next()
    while let now = seen, !now.status.hasPrefix("exit 0") { seen = await observations.next() }
    server.change { $0.runs = [] }
    while let now = seen, now.outcome == nil { seen = await observations.next() }
    #expect(seen?.outcome == .lost && seen?.reason?.code == "run_vanished")
    #expect(seen?.runID == Self.run.description && seen?.exitCode == nil)
  }

  @Test func whatGoesOnAfterTheCommandIsStoppedOnTheServer() async throws {
    let fire = fire("exit 0")
    register(fire, "running")
    _ = await target.start(fire)
    _ = await target.observations(of: fire).first { $0.status.hasPrefix("exit 0") }
    let known = linked(fire)
    #expect(await target.stop(known, force: false) == .asked)
    #expect(server.runs[0].status == "stopped")
    let end = await target.observations(of: known).first { $0.outcome != nil }
    #expect(end?.outcome == .cancelled)
  }

  @Test func aCommandThatFailsHasFailedWhateverItsRunSays() async throws {
    let fire = fire("exit 3")
    register(fire, "completed")
    _ = await target.start(fire)
    let end = await target.observations(of: fire).first { $0.outcome != nil }
    #expect(end?.outcome == .failed)
    #expect(end?.exitCode == 3)
    #expect(end?.reason == Reason("exit_code", "it exited with 3"))
  }

  @Test func aRunFromBeforeTheClaimIsNotItsOwn() async throws {
    let fire = fire("exit 0")
    register(fire, "failed", created: "2026-11-21T01:00:00")
    _ = await target.start(fire)
    let end = await target.observations(of: fire).first { $0.outcome != nil }
    #expect(end?.outcome == .succeeded)
    #expect(end?.runID == nil)
  }

  @Test func aServerThatIsAwayHoldsUpNoOutcome() async throws {
    server.stop()
    let fire = fire("exit 0")
    _ = await target.start(fire)
    let end = await target.observations(of: fire).first { $0.outcome != nil }
    #expect(end?.outcome == .succeeded)
    #expect(end?.reason?.code == "run_not_looked_up")
    #expect(end?.reason?.sentence.contains(server.url) == true, "\(String(describing: end?.reason))")
  }

  @Test func aServerThatKnowsOfNoRunSaysSo() async throws {
    let fire = fire("exit 0")
    _ = await target.start(fire)
    let end = await target.observations(of: fire).first { $0.outcome != nil }
    #expect(end?.outcome == .succeeded)
    #expect(end?.reason == nil)
  }

  @Test func aServerThatDoesNotAnswerHoldsUpTheOutcomeForOneRequestAtMost() async throws {
    let fire = fire("exit 0")
    server.change { $0.isSilent = true }
    // Here the limit passes at once; ticks never do.
    let target = try Self.target(server, scratch) { try await $0 > RunPoller.tickLength ? Task.yield() : Self.pause(.seconds(60)) }
    _ = await target.start(fire)
    let end = await target.observations(of: fire).first { $0.outcome != nil }
    #expect(end?.outcome == .succeeded)
    #expect(end?.reason?.sentence.hasSuffix("it did not answer within 30 s") == true)
  }

  @Test func afterARestartTheEndIsJudgedByTheRunToo() async throws {
    let fire = fire("exit 0")
    register(fire, "failed")
    _ = await target.start(fire)
    _ = await target.observations(of: fire).first { $0.outcome != nil }
    guard case .running = await target.lookUp(fire) else { return #expect(Bool(false)) }
    #expect(await target.observations(of: fire).first { $0.outcome != nil }?.outcome == .failed)
  }

  @Test func afterARestartAServerThatIsAwayMakesNoSuccessOfARunThatIsKnown() async throws {
    server.stop()
    let fire = fire("exit 0")
    _ = await target.start(fire)
    let known = linked(fire)
    var observations = target.observations(of: known).makeAsyncIterator()
    var seen = await observations.next()
    // Unless it had ended by the first look.
    if seen == RunObservation(runID: Self.run.description, status: "running") { seen = await observations.next() }
    #expect(seen?.isUnreachable == true && seen?.outcome == nil && seen?.runID == Self.run.description)
  }

  // MARK: Ended before its time

  private func leaveExit(of fire: Fire, timedOut: Int, cancelled: Int) throws {
    let rest = "terminated=0\nstarted_at_us=1\nfinished_at_us=2\noutput_lost_bytes=0\nleft_behind=0"
    try scratch.write(
      "signal=15\ntimed_out=\(timedOut)\ncancelled=\(cancelled)\n\(rest)\n", to: "runs/\(CommandTarget.runName(of: fire))/exit")
  }

  @Test func aCommandThatIsStoppedTakesItsRunWithIt() async throws {
    let fire = fire("tail -f /dev/null")
    register(fire, "running")
    _ = await target.start(fire)
    let known = linked(fire)
    #expect(await target.stop(known, force: true) == .asked)
    #expect(server.runs[0].status == "stopped")
    #expect(await target.observations(of: known).first { $0.outcome != nil }?.outcome == .cancelled)
  }

  @Test func aCommandIsStoppedAlsoWhileTheServerIsAway() async throws {
    server.stop()
    let fire = fire("tail -f /dev/null")
    _ = await target.start(fire)
    let known = linked(fire)
    #expect(await target.stop(known, force: true) == .asked)
    let end = await target.observations(of: known).first { $0.outcome != nil }
    #expect(end?.outcome == .cancelled)
    #expect(end?.reason?.sentence.hasPrefix("it was asked to end; its run \(Self.run) was not told to end: ") == true)
  }

  @Test(arguments: [(1, 0, Outcome.timedOut), (0, 1, Outcome.cancelled)])
  func theRunOfACommandThatWasEndedIsStoppedBeforeTheNextAttempt(timedOut: Int, cancelled: Int, outcome: Outcome) async throws {
    let fire = fire("exit 0")
    register(fire, "running")
    try leaveExit(of: fire, timedOut: timedOut, cancelled: cancelled)
    let end = await target.observations(of: fire).first { $0.outcome != nil }
    #expect(end?.outcome == outcome && end?.runID == Self.run.description)
    #expect(server.runs[0].status == "stopped")
  }

  @Test func theRunOfACommandThatFailsByItselfIsLeftAlone() async throws {
    let fire = fire("exit 3")
    register(fire, "running")
    _ = await target.start(fire)
    _ = await target.observations(of: fire).first { $0.outcome != nil }
    #expect(server.runs[0].status == "running")
  }
}
