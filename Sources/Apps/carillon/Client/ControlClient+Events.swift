import ControlAPI
import ControlMessages
import Foundation
import Seams
import Synchronization

extension ControlClient {
  /// The longest that one request may take; whoever follows for longer asks again from the last event on.
  private static let followTime = HTTPTimeouts(connect: .seconds(5), total: .seconds(24 * 60 * 60))
  /// Events that a reader has not taken yet; who is further behind is cut, here as by the daemon.
  private static let backlog = 100_000

  private enum Step {
    case opened
    case event(EventMessage)
    case failed(ControlProblem)
  }

  func events(_ query: EventQuery) async throws(ControlProblem) -> EventSubscription {
    guard let transport = transport as? any HTTPStreamingTransport else {
      throw ControlProblem(.failure, "events need a transport that can stream")
    }
    let (line, continuation) = AsyncStream.makeStream(of: Step.self, bufferingPolicy: .bufferingOldest(Self.backlog))
    let task = Task {
      await follow(query, transport, continuation)
      continuation.finish()
    }
    for await step in line {
      if case .failed(let problem) = step { throw problem }
      break
    }
    return EventSubscription(
      next: {
        for await step in line { if case .event(let event) = step { return event } }
        return nil
      }, cancel: { task.cancel() })
  }

  private func follow(_ query: EventQuery, _ transport: any HTTPStreamingTransport, _ line: AsyncStream<Step>.Continuation) async {
    let path = ControlPaths.events(query)
    var request = HTTPRequest("GET", "http://localhost\(path)", timeouts: Self.followTime)
    request.unixSocketPath = socket.text
    let parser = Mutex(EventStreamParser())
    do throws(HTTPTransportError) {
      let response = try await transport.stream(request) { bytes in
        let events = parser.withLock { $0.take(bytes) }
        line.yield(.opened)
        return !events.contains { event in if case .dropped = line.yield(.event(event)) { true } else { false } }
      }
      guard !(200..<300).contains(response.status) else { return }
      let problem = try? JSONDecoder().decode(ControlProblem.self, from: Data(response.body))
      line.yield(.failed(problem ?? ControlProblem(.failure, "GET \(path): status \(response.status)")))
    } catch {
      line.yield(.failed(.unreachable(socket, trying: "GET \(path)", error)))
    }
  }

  func callBack(_ token: String, _ message: CallbackMessage) async throws(ControlProblem) {
    try await send("POST", ControlPaths.callback(token), body: message)
  }

  /// The key of the proof is the daemon's.
  func isCallback(_ token: String) -> Bool { false }
}
