import ControlAPI
import ControlMessages
import Synchronization
import Testing

@testable import carillon

@Suite struct EventFollowingTests {
  private let stop = EventMessage(.end(EventEnd(reason: .shutdown)))
  private let complete = EventMessage(.end(EventEnd(reason: .complete)))

  /// What was asked for, one question for each stream.
  private func questions(_ streams: [[EventMessage]], _ query: EventQuery = EventQuery()) async throws -> [EventQuery] {
    let daemon = Streams(streams)
    var following = EventFollowing(operations: daemon, query: query, patience: Patience(pause: { _ in }) { _ in })
    try await following.run(each: { _ in })
    return daemon.asked
  }

  @Test func afterARestartItGoesOnWhereItBeganThoughNoEventHadCome() async throws {
    let asked = try await questions([[EventMessage(id: 41, .heartbeat), EventMessage(.heartbeat), stop], [complete]])
    #expect(asked == [EventQuery(), EventQuery(after: 41)])
  }

  @Test func afterARestartItGoesOnBehindTheLastEvent() async throws {
    let event = EventMessage(id: 43, .scheduleRemoved(RemovedSchedule(id: "a")))
    let asked = try await questions([[EventMessage(id: 41, .heartbeat), event], [stop], [complete]])
    #expect(asked.map(\.after) == [nil, 43, 43])
  }

  @Test func aStreamThatEndedBeforeItsFirstWordIsAskedForAllThatIsKept() async throws {
    #expect(try await questions([[], [complete]]).map(\.after) == [nil, 0])
  }
}

/// Has one stream for each question.
private final class Streams: EventOperations {
  private let streams: Mutex<[[EventMessage]]>
  private let questions = Mutex<[EventQuery]>([])

  init(_ streams: [[EventMessage]]) { self.streams = Mutex(streams) }

  var asked: [EventQuery] { questions.withLock { $0 } }

  func events(_ query: EventQuery) async throws(ControlProblem) -> EventSubscription {
    questions.withLock { $0.append(query) }
    let stream = streams.withLock { streams -> [EventMessage] in streams.isEmpty ? [] : streams.removeFirst() }
    let (line, continuation) = AsyncStream.makeStream(of: EventMessage.self)
    for event in stream { continuation.yield(event) }
    continuation.finish()
    return EventSubscription(next: { await line.first { _ in true } }, cancel: {})
  }
}
