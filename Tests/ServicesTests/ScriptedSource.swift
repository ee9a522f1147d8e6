import Scheduling
import Seams
import Synchronization

/// A server that holds what a test says, and remembers what was delivered.
final class ScriptedSource: ScheduleSource {
  private struct State {
    var schedules: [ServerSchedule] = []
    var failure: SourceError?
    var delivered: [Report] = []
    var reads: [String] = []
    var whileReading: (@Sendable () async -> Void)?
  }

  private let state = Mutex(State())

  var schedules: [ServerSchedule] {
    get { state.withLock { $0.schedules } }
    set { state.withLock { $0.schedules = newValue } }
  }

  var failure: SourceError? {
    get { state.withLock { $0.failure } }
    set { state.withLock { $0.failure = newValue } }
  }

  var delivered: [Report] { state.withLock { $0.delivered } }
  /// `all`, `changes` and `sweep`, as they were asked for.
  var reads: [String] { state.withLock { $0.reads } }

  /// What each read waits for.
  var whileReading: (@Sendable () async -> Void)? {
    get { state.withLock { $0.whileReading } }
    set { state.withLock { $0.whileReading = newValue } }
  }

  func readAll(known: [Identifier: ServerSchedule]) async throws(SourceError) -> SourceListing {
    await whileReading?()
    return try answer("all")
  }

  func readChanges(known: [Identifier: ServerSchedule], sweep: Bool) async throws(SourceError) -> SourceListing {
    await whileReading?()
    return try answer(sweep ? "sweep" : "changes")
  }

  private func answer(_ read: String) throws(SourceError) -> SourceListing {
    let state = state.withLock { state in
      state.reads.append(read)
      return state
    }
    if let failure = state.failure { throw failure }
    return SourceListing(schedules: state.schedules, isComplete: read != "changes")
  }

  func deliver(_ report: Report) async throws(SourceError) {
    if let failure { throw failure }
    state.withLock { $0.delivered.append(report) }
  }
}
