import Alerts
import Seams
import Synchronization

/// A sink that does what a test says, and remembers what it was given.
final class ScriptedSink: AlertSink {
  let kind = "scripted"
  private let state = Mutex<(failure: AlertSinkError?, taken: [Alert])>((nil, []))
  private let arrivals = AsyncStream.makeStream(of: Alert.self)

  var failure: AlertSinkError? {
    get { state.withLock { $0.failure } }
    set { state.withLock { $0.failure = newValue } }
  }

  /// What it has taken.
  var taken: [AlertKind] { state.withLock { $0.taken.map(\.kind) } }

  /// The next attempt to give it one, be it taken or not. For one reader.
  func nextAttempt() async -> Alert? {
    var iterator = arrivals.stream.makeAsyncIterator()
    return await iterator.next()
  }

  func deliver(_ alert: Alert) async throws(AlertSinkError) -> String {
    let failure = state.withLock { state in
      if state.failure == nil { state.taken.append(alert) }
      return state.failure
    }
    arrivals.continuation.yield(alert)
    if let failure { throw failure }
    return "taken"
  }
}
