import Alerts
import CivilTime
import Scheduling
import Seams

/// What runs should have brought. The server is asked apart from the turns: one that hangs delays no alert.
extension Alerting {
  /// Questions in one round, of which there is one at a time.
  private static let questionsPerRound = 20
  /// A server that has not said anything by then cannot be asked now.
  private static let answerLimit: Duration = .seconds(10)

  /// Begins a round of questions, unless one is under way.
  func askAboutExpectations(_ now: Instant) {
    let pending = desk.expectationsToLookAt(at: now).prefix(Self.questionsPerRound)
    guard asking == nil, !pending.isEmpty else { return }
    asking = Task { await ask(Array(pending)) }
  }

  /// What the server has answered since the last turn.
  func hearAnswers(_ now: Instant) {
    let heard = answers
    answers = []
    for (fire, sighting) in heard { desk.handle(.looked(fire: fire, sighting), at: now) }
  }

  private func ask(_ pending: [PendingExpectation]) async {
    for expectation in pending {
      guard let fire = expectation.subject.fire else { continue }
      let sighting = await sighting(of: expectation)
      guard !Task.isCancelled else { break }
      answers.append((fire, sighting))
      doorbell.ring()
    }
    asking = nil
    doorbell.ring()
  }

  private func sighting(of pending: PendingExpectation) async -> ModelSighting {
    guard let models else { return .unknown("the configuration names no server") }
    return await withTaskGroup(of: ModelSighting.self) { group in
      group.addTask { await Self.answer(of: models, on: pending) }
      group.addTask { [clock] in await Self.silence(by: clock) }
      let first = await group.next()
      group.cancelAll()
      return first ?? .unknown("the server was not asked")
    }
  }

  private static func answer(of models: any ModelRegistry, on pending: PendingExpectation) async -> ModelSighting {
    do throws(SourceError) {
      return try await models.version(of: pending.expectation.model, since: pending.since).map(ModelSighting.found) ?? .none
    } catch {
      // The server answers, and has no such model: the run has not brought it.
      return error.kind == .notFound ? .none : .unknown(error.description)
    }
  }

  private static func silence(by clock: any WallClock) async -> ModelSighting {
    let begun = clock.elapsed()
    while !Task.isCancelled, case let left = answerLimit - (clock.elapsed() - begun), left > .zero {
      await Doorbell().wait(until: clock.now().advanced(by: left), by: clock)
    }
    return .unknown("the server has not answered within \(answerLimit.inWords)")
  }
}
