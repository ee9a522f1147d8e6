import ControlAPI
import ControlMessages
import CurlHTTP
import TestSupport
import Testing

@testable import carillon

/// The commands' client and the server, with a real socket between them.
@Suite struct LiveClientTests {
  @Test func whatTheOperationsGiveArrives() async throws {
    let operations = FakeOperations()
    try await LiveServer.run(operations) { (server) async throws in
      let client = ControlClient(socket: server.path, transport: PatientTransport(CurlHTTPTransport()))
      #expect(try await client.schedules() == operations.schedules())
      #expect(try await client.summaries() == operations.summaries())
      #expect(try await client.schedule(operations.odd.name) == operations.odd)
      #expect(try await client.pipelines(ListQuery()) == operations.pipelines(ListQuery()))
      #expect(try await client.pipeline("train") == operations.pipeline)
      #expect(try await client.runs(schedule: operations.odd.name, limit: 1000).count == 1000)
      #expect(try await client.run(operations.fire.fireID) == operations.fire)
      #expect(try await client.trigger(operations.odd.name) == operations.fire)
      #expect(try await client.sync() == operations.sync())
      #expect(try await client.status() == operations.status())
    }
    #expect(operations.triggered == [operations.odd.name])
  }

  @Test func whatIsAskedForArrives() async throws {
    let operations = FakeOperations()
    let name = operations.odd.name
    try await LiveServer.run(operations) { (server) async throws in
      let client = ControlClient(socket: server.path, transport: PatientTransport(CurlHTTPTransport()))
      let (instant, fire) = ("2026-11-20T02:00:00Z", operations.fire.fireID)
      #expect(try await client.why(name, at: instant) == operations.why(name, at: instant))
      #expect(try await client.guarantee(name) == operations.guarantee(name))
      #expect(try await client.exclusions(of: name, from: instant, count: 1) == operations.exclusions(of: name, from: instant, count: 1))
      let backfill = BackfillRequest(from: instant, to: instant, maxParallel: 3)
      #expect(try await client.backfill(name, backfill) == operations.backfill(name, backfill))
      let pause = PauseRequest(selection: .init(tag: "gpu"), until: instant, reason: "moving")
      #expect(try await client.pause(pause) == operations.pause(pause))
      let resume = ResumeRequest(selection: .init(all: true), replay: true)
      #expect(try await client.resume(resume) == operations.resume(resume))
      #expect(try await client.cancel(fire, force: true) == operations.cancel(fire, force: true))
      #expect(try await client.log(fire, attempt: 2, from: 7, wait: 0) == operations.log(fire, attempt: 2, from: 7, wait: 0))
      let letters = DeadLetterRequest(fires: [fire])
      #expect(try await client.replayDeadLetters(letters) == operations.replayDeadLetters(letters))
      #expect(try await client.dropDeadLetters(letters) == operations.dropDeadLetters(letters))
      #expect(try await client.deadLetters(limit: 3).count == 3)
      #expect(try await client.audit(from: instant, to: nil) == operations.audit(from: instant, to: nil))
      #expect(try await client.backUp(BackupRequest(path: "/b.db")).path == "/b.db")
      #expect(try await client.verify() == operations.verify())
    }
  }

  @Test func eventsArriveOneByOneUpToTheirEnd() async throws {
    let operations = FakeOperations()
    try await LiveServer.run(operations) { (server) async throws in
      let client = ControlClient(socket: server.path, transport: CurlHTTPTransport())
      let subscription = try await client.events(EventQuery(schedule: "nightly", after: 41, follows: false))
      var events: [EventMessage] = []
      while let event = await subscription.next() { events.append(event) }
      #expect(
        events == [
          EventMessage(id: 42, .run(operations.fire)), EventMessage(.heartbeat), EventMessage(id: 9, .schedule(operations.odd)),
          EventMessage(.end(EventEnd(reason: .complete))),
        ])
      let problem = await #expect(throws: ControlProblem.self) { _ = try await client.events(EventQuery(schedule: "nobody")) }
      #expect(problem?.code == .notFound)
    }
  }

  @Test func aCallbackArrives() async throws {
    let operations = FakeOperations()
    try await LiveServer.run(operations) { (server) async throws in
      let client = ControlClient(socket: server.path, transport: PatientTransport(CurlHTTPTransport()))
      try await client.callBack("right", CallbackMessage(status: .failed, reason: "no GPU"))
      let problem = await #expect(throws: ControlProblem.self) { try await client.callBack("wrong", CallbackMessage()) }
      #expect(problem == ControlProblem(.notFound, "there is no such callback"))
    }
    #expect(operations.triggered == ["failed no GPU"])
  }

  @Test func whatTheOperationsThrowArrives() async throws {
    let operations = FakeOperations()
    try await LiveServer.run(operations) { server in
      let client = ControlClient(socket: server.path, transport: PatientTransport(CurlHTTPTransport()))
      let problem = await #expect(throws: ControlProblem.self) { try await client.trigger("twin") }
      #expect(problem?.code == .ambiguous)
      #expect(problem?.candidates == [operations.nightly.id, operations.odd.id])
    }
  }

  @Test func aDaemonThatHasEndedIsNotRunning() async throws {
    let path = try await LiveServer.run { server in server.path }
    let client = ControlClient(socket: path, transport: CurlHTTPTransport())
    let problem = await #expect(throws: ControlProblem.self) { try await client.status() }
    #expect(problem?.code == .unavailable)
    #expect(problem?.message.contains("no daemon is running there") == true)
  }
}
