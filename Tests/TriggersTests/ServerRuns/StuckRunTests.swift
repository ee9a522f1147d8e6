import CivilTime
import Scheduling
import Seams
import TestSupport
import Testing
import Triggers

/// A run that stays `initializing`: its server is asked to end it, before the fire fails and the next attempt begins.
@Suite(.timeLimit(.minutes(5))) struct StuckRunTests {
  private static let run = StandInServer.number(100)
  private static let fortyMinutesAgo = "2026-11-21T01:20:00"

  private let server: StandInServer
  private let clock = VirtualClock(ServerKind.now)
  private let target: any TriggerTarget
  private let fire = ServerKind.snapshot.fire(runID: Self.run.description)

  init() throws {
    server = try ServerKind.snapshot.server()
    target = try ServerKind.snapshot.target(on: server, clock: clock) { _ in await Task.yield() }
    server.change { $0.runs = [.init(id: Self.run, name: "stuck", created: Self.fortyMinutesAgo)] }
  }

  private var stops: Int { server.requests.count { $0.method == "POST" && $0.target.hasSuffix("/stop") } }

  @Test func isStoppedBeforeTheFireFails() async throws {
    server.change { $0.stopsInitializing = true }
    let end = await target.observations(of: fire).first { $0.outcome != nil }
    let sentence = "run \(Self.run) has not left 'initializing' within 30 minutes, and was told to end"
    #expect(end?.outcome == .failed && end?.reason == Reason("stuck_initializing", sentence))
    #expect(server.runs[0].status == "stopped")
  }

  @Test func isWaitedForWhileItCannotBeStopped() async throws {
    var observations = target.observations(of: fire).makeAsyncIterator()
    #expect(await observations.next()?.status == "initializing")
    await clock.alarm(at: ServerKind.now.advanced(by: .seconds(300)))
    #expect(stops == 1)
    server.letRunsWork()
    #expect(await observations.next()?.status == "running")
    server.change { $0.runs[0].status = "completed" }
    #expect(await observations.next()?.outcome == .succeeded)
  }

  @Test func isGivenUpOnAfterAnHourAndMayStillBegin() async throws {
    var observations = target.observations(of: fire).makeAsyncIterator()
    #expect(await observations.next()?.status == "initializing")
    await clock.alarm(at: ServerKind.now.advanced(by: .seconds(300)))
    clock.advance(by: .seconds(1200))
    let end = await observations.next()
    #expect(end?.outcome == .failed && end?.reason?.code == "stuck_initializing")
    #expect(end?.reason?.sentence.contains("cannot be told to end, and may still begin: ") == true)
    #expect(stops == 2)
  }

  @Test func isNotStoppedOnceItHasBegun() async throws {
    server.letRunsWork()
    var observations = target.observations(of: fire).makeAsyncIterator()
    #expect(await observations.next()?.status == "running")
    server.change { $0.runs[0].status = "completed" }
    #expect(await observations.next()?.outcome == .succeeded)
    #expect(stops == 0)
  }
}
