import Scheduling
import Seams
import TestSupport
import Testing
import Triggers
import ZenML
import ZenMLServer

/// Whatever goes wrong between a fire and its run, one fire makes one run, and its row says what happened.
@Suite(.timeLimit(.minutes(8))) struct ServerRunFaultTests {
  private static func target(_ kind: ServerKind, on server: StandInServer) throws -> any TriggerTarget {
    try kind.target(on: server) { _ in await Task.yield() }
  }

  @Test(arguments: ServerKind.allCases, StartFault.allCases)
  func aFaultIsNamedAndLeadsToOneRun(_ kind: ServerKind, _ fault: StartFault) async throws {
    let server = try kind.server()
    let patience = Duration.seconds(fault == .slowBody ? 3 : 60)
    let target = try kind.target(on: server, patience: patience) { _ in await Task.yield() }
    server.change { $0.fault = fault }
    let result = await target.start(kind.fire())
    #expect(result.meaning == Self.expected(fault, kind), "\(result)")
    server.change { $0.fault = nil }
    guard case .refused = result else { return try await settle(result, kind, target, server) }
    #expect(server.runs.isEmpty)
  }

  /// Goes on as the scheduler does.
  private func settle(_ result: AttemptResult, _ kind: ServerKind, _ target: any TriggerTarget, _ server: StandInServer) async throws {
    var found = LookUpResult.notStarted
    if case .unclear = result { found = await target.lookUp(kind.fire()) }
    if found == .notStarted {
      guard case .started = await target.start(kind.fire()) else { return #expect(Bool(false), "it does not start after the fault") }
      found = await target.lookUp(kind.fire())
    }
    guard case .running(StandInServer.number(100).description, _) = found else { return #expect(Bool(false), "\(found)") }
    #expect(server.runs.map(\.name) == [kind.fire().runName])
    #expect(Set(server.starts.map { $0.header("Idempotency-Key") }).count == 1)
  }

  private static func expected(_ fault: StartFault, _ kind: ServerKind) -> Meaning {
    switch fault {
    case .resetMidAnswer, .answerLostAfterAcceptance, .slowBody, .garbage, .hugeAnswer, .conflict, .serverError: .unclear
    // A deployment's key is its own: nobody gives it back to us. The server's account may be unlocked again.
    case .unauthorized: kind == .deployment ? .refused : .waits
    case .unprocessable: .refused
    case .noRoom: kind == .deployment ? .retried : .waits
    case .tooManyRequests: .retried
    }
  }

  @Test(arguments: ServerKind.allCases)
  func aServerThatIsDownIsWaitedFor(_ kind: ServerKind) async throws {
    let server = try kind.server()
    let target = try Self.target(kind, on: server)
    server.stop()
    #expect(await target.start(kind.fire()).meaning == .waits)
    guard case .unavailable = await target.lookUp(kind.fire()) else { return #expect(Bool(false)) }
  }

  @Test(arguments: ServerKind.allCases)
  func aBusyServerSaysWhenToComeBack(_ kind: ServerKind) async throws {
    let server = try kind.server()
    let target = try Self.target(kind, on: server)
    server.change { $0.fault = .tooManyRequests }
    guard case .retryable(_, .seconds(7), _, _) = await target.start(kind.fire()) else { return #expect(Bool(false)) }
  }

  @Test(arguments: ServerKind.allCases)
  func aNameThatAnotherHasIsNotAdopted(_ kind: ServerKind) async throws {
    let server = try kind.server()
    let target = try Self.target(kind, on: server)
    server.change { $0.runs = [.init(id: StandInServer.number(5), name: kind.fire().runName, created: "2026-11-21T01:00:00")] }
    #expect(await target.start(kind.fire()).meaning == .unclear)
    guard case .settled(.rejected, let reason) = await target.lookUp(kind.fire()) else { return #expect(Bool(false)) }
    #expect(reason.code == "name_taken")
    #expect(server.runs.count == 1)
  }
}

/// What an answer leads to.
enum Meaning: Equatable { case started, refused, waits, retried, unclear }

extension AttemptResult {
  var meaning: Meaning {
    switch self {
    case .started, .finished: .started
    case .refused: .refused
    case .unavailable: .waits
    case .retryable: .retried
    case .full: .waits
    case .unclear: .unclear
    }
  }
}
