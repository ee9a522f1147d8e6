import Alerts
import CivilTime
import Logging
import Scheduling
import Seams

extension Alerting {
  /// Gives each sink its next alert, unless it is at work on one. Nobody waits for a sink here.
  func deliverDue(_ now: Instant) {
    for waiting in desk.due(at: now) where delivering[waiting.sink] == nil {
      guard let sink = sinks[waiting.sink] else { continue }
      delivering[waiting.sink] = Task { settle(waiting, await Self.deliver(waiting.alert, to: sink)) }
    }
  }

  /// What was broken off is given so long to end: a mail under way does not hear of it.
  private static let patience: Duration = .seconds(1)

  /// Breaks off what is on its way to a sink: a program is killed, with its process group. What was not taken stays in the queue.
  func endDeliveries() async {
    for delivery in delivering.values { delivery.cancel() }
    let begun = clock.elapsed()
    while !delivering.isEmpty, !Task.isCancelled {
      let left = Self.patience - (clock.elapsed() - begun)
      guard left > .zero else { return }
      await settled.wait(until: clock.now().advanced(by: left), by: clock)
    }
  }

  private static func deliver(_ alert: Alert, to sink: any AlertSink) async -> Result<String, AlertSinkError> {
    do throws(AlertSinkError) {
      return .success(try await sink.deliver(alert))
    } catch {
      return .failure(error)
    }
  }

  private func settle(_ waiting: WaitingAlert, _ result: Result<String, AlertSinkError>) {
    delivering[waiting.sink] = nil
    if delivering.isEmpty { settled.ring() }
    // It was broken off by a stop, which says nothing about the sink.
    if case .failure = result, Task.isCancelled { return }
    let wasDown = desk.memory.notes.sinks[waiting.sink]?.lastError != nil
    switch result {
    case .success:
      desk.delivered(waiting.number, at: clock.now())
      if wasDown { log.notice("an alert sink takes alerts again", metadata: ["sink": "\(waiting.sink)"]) }
    case .failure(let error):
      let (refused, after) = (error.isRefused, error.retryAfter)
      desk.failed(waiting.number, error.description, isRefused: refused, retryAfter: after, at: clock.now())
      if !wasDown { log.warning("an alert waits for its sink", metadata: ["sink": "\(waiting.sink)", "error": "\(error)"]) }
    }
    hasSettled = true
    doorbell.ring()
  }

  /// Sends one alert that says it is a test, past the queue: to a sink by name, or to all.
  /// - Returns: what each said, by name; nil when there is no such sink.
  package func test(_ name: String?) async -> [(sink: String, kind: String, result: Result<String, AlertSinkError>)]? {
    let chosen = name.map { name in sinks.filter { $0.key == name } } ?? sinks
    guard !chosen.isEmpty || name == nil else { return nil }
    let alert = Alert(
      .test, .opened, cause: "test", reason: Reason("test", "this is a test: alerts of Carillon arrive here"), at: clock.now(),
      why: desk.rules.publicURL ?? "carillon alerts list")
    var answers: [(String, String, Result<String, AlertSinkError>)] = []
    for (name, sink) in chosen.sorted(by: { $0.key < $1.key }) {
      answers.append((name, sink.kind, await Self.deliver(alert, to: sink)))
    }
    return answers
  }
}
