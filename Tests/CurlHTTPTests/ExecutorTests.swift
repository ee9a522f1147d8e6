import CurlHTTP
import Seams
import TestSupport
import Testing

/// Tasks that run on the transport's own queue.
@Suite(.timeLimit(.minutes(5)))
struct ExecutorTests {
  private let transport = CurlHTTPTransport.keepingConnections

  private func onItsQueue<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
    try await Task(executorPreference: transport.executor) { try await body() }.value
  }

  @Test func requestsOfTheQueuesOwnTasksAreSent() async throws {
    let server = try LoopbackServer { .response(HTTPResponse(status: 200, body: $0.body)) }
    let transport = transport
    let answers = try await onItsQueue {
      try await withThrowingTaskGroup { group in
        for number in 0..<300 {
          let request = HTTPRequest("POST", server.url + "/", body: Array("\(number)".utf8), timeouts: .patient)
          group.addTask { (number, try await transport.send(request).body) }
        }
        return try await group.reduce(into: [:]) { $0[$1.0] = String(decoding: $1.1, as: UTF8.self) }
      }
    }
    #expect(answers == Dictionary(uniqueKeysWithValues: (0..<300).map { ($0, "\($0)") }))
  }

  @Test func oneAfterTheOtherOnOneConnection() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let transport = transport
    try await onItsQueue { for _ in 1...5 { _ = try await transport.send(HTTPRequest("POST", server.url)) } }
    #expect(server.requests.map(\.connection) == [1, 1, 1, 1, 1])
  }

  @Test func aTaskThatIsCancelledEndsItsRequest() async throws {
    let server = try LoopbackServer { _ in .hold }
    let transport = transport
    let task = Task(executorPreference: transport.executor) { await transport.failure(of: HTTPRequest("POST", server.url)) }
    await server.wait(for: .arrived(request: 1))
    task.cancel()
    #expect(await task.value?.kind == .cancelled)
  }

  @Test func aTaskThatWasCancelledBeforeSendsNothing() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    let transport = transport
    let task = Task(executorPreference: transport.executor) {
      withUnsafeCurrentTask { $0?.cancel() }
      return await transport.failure(of: HTTPRequest("POST", server.url))
    }
    #expect(await task.value?.kind == .cancelled)
    #expect(try await transport.send(HTTPRequest("GET", server.url)).status == 200)
    #expect(server.requests.map(\.method) == ["GET"])
  }
}
