/// Shows on a terminal, on standard error, that something goes on whose end nobody knows; elsewhere nothing.
struct WaitDisplay: Sendable {
  /// `the schedules are read from the server`.
  let what: String
  var isTerminal = errorsAreOnATerminal
  var pause = OutcomeWait.realPause
  var write: @Sendable (String) -> Void = writeError(_:)

  private static let step = Duration.milliseconds(100)
  /// What is done sooner needs no bar.
  private static let quietSteps = 3

  func during<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
    guard isTerminal else { return try await work() }
    let drawing = Task { await draw() }
    do {
      let value = try await work()
      await end(drawing)
      return value
    } catch {
      await end(drawing)
      throw error
    }
  }

  private func end(_ drawing: Task<Void, Never>) async {
    drawing.cancel()
    await drawing.value
  }

  private func draw() async {
    var line = ChangingLine(write: write)
    var steps = 0
    while !Task.isCancelled, (try? await pause(Self.step)) != nil {
      steps += 1
      guard steps > Self.quietSteps else { continue }
      line.show("\(ProgressBar.text(step: steps)) \(what), \(steps / 10) s")
    }
    line.erase()
  }
}
