import CivilTime
import ZenML

/// What a server answers to questions that many have at the same time: a herd of fires asks once.
///
/// An answer is kept for a short time, in memory only. It is asked for anew when it has led somebody astray
/// (`insteadOf:`), again once for all of them.
actor SharedAnswers<Question: Hashable & Sendable, Answer: Equatable & Sendable> {
  typealias Asking = @Sendable () async throws(ZenMLError) -> Answer
  private typealias Flight = Task<Result<Answer, ZenMLError>, Never>

  /// Long enough for the fires of one instant, short enough that a new key, address or snapshot is soon used.
  static var memory: Duration { .seconds(30) }
  /// From here on, what is too old to be used is thrown away.
  private static var tidyCount: Int { 1000 }

  private let now: @Sendable () -> Instant
  private var known: [Question: (answer: Answer, at: Instant)] = [:]
  private var underWay: [Question: Flight] = [:]

  init(now: @escaping @Sendable () -> Instant) { self.now = now }

  /// - Parameter stale: an answer that has turned out to be out of date.
  func answer(to question: Question, insteadOf stale: Answer? = nil, _ ask: @escaping Asking) async throws(ZenMLError) -> Answer {
    if let known = known[question], isFresh(known.at), known.answer != stale { return known.answer }
    return try await (underWay[question] ?? start(question, ask)).value.get()
  }

  private func isFresh(_ foundAt: Instant) -> Bool {
    let age = foundAt.duration(to: now())
    return age >= .zero && age < Self.memory
  }

  private func start(_ question: Question, _ ask: @escaping Asking) -> Flight {
    let flight = Flight {
      do throws(ZenMLError) {
        let answer = try await ask()
        finish(question, answer)
        return .success(answer)
      } catch {
        finish(question, nil)
        return .failure(error)
      }
    }
    underWay[question] = flight
    return flight
  }

  private func finish(_ question: Question, _ answer: Answer?) {
    underWay[question] = nil
    if known.count >= Self.tidyCount { known = known.filter { isFresh($0.value.at) } }
    known[question] = answer.map { ($0, now()) }
  }
}
