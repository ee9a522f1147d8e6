import ControlAPI
import ControlMessages
import CurlHTTP
import Testing

@testable import carillon

/// The commands' client and the server, with a real socket between them.
@Suite struct LiveClientTests {
  @Test func whatTheOperationsGiveArrives() async throws {
    let operations = FakeOperations()
    try await LiveServer.run(operations) { (server) async throws in
      let client = ControlClient(socket: server.path, transport: CurlHTTPTransport())
      #expect(try await client.schedules() == operations.schedules())
      #expect(try await client.schedule(operations.odd.name) == operations.odd)
      #expect(try await client.runs(schedule: operations.odd.name, limit: 1000).count == 1000)
      #expect(try await client.run(operations.fire.fireID) == operations.fire)
      #expect(try await client.trigger(operations.odd.name) == operations.fire)
      #expect(try await client.sync() == operations.sync())
      #expect(try await client.status() == operations.status())
    }
    #expect(operations.triggered == [operations.odd.name])
  }

  @Test func whatTheOperationsThrowArrives() async throws {
    let operations = FakeOperations()
    try await LiveServer.run(operations) { server in
      let client = ControlClient(socket: server.path, transport: CurlHTTPTransport())
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
