/// Waits until what `look` sees is what the test wants: the only place of the tests that pauses.
///
/// For what another process does, of which no event reaches the test. Whatever has an event is waited for by its event.
/// - Parameters:
///   - what: what is awaited, as the end of "never saw that …".
///   - limit: after this long the test fails, and says what was seen last.
///   - look: reads the state; an error it throws ends the wait.
/// - Returns: what was seen when it was right.
@discardableResult
package func eventually<Seen>(
  _ what: String, within limit: Duration = .seconds(180), isolation: isolated (any Actor)? = #isolation,
  _ look: () async throws -> Seen, until isRight: (Seen) -> Bool
) async throws -> Seen {
  let clock = ContinuousClock()
  let deadline = clock.now + limit
  var pause = Duration.milliseconds(50)
  while true {
    let seen = try await look()
    if isRight(seen) { return seen }
    guard clock.now < deadline else { throw NeverSeen(what: what, limit: limit, last: String(describing: seen)) }
    try await Task.sleep(for: pause)
    pause = min(pause * 1.5, .milliseconds(200))
  }
}

/// What a test waited for in vain.
package struct NeverSeen: Error, CustomStringConvertible {
  let what: String
  let limit: Duration
  let last: String

  package var description: String { "never saw, within \(limit), that \(what); what was seen last: \(last)" }
}
