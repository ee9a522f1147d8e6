import Scheduling
import Testing

@testable import Services

/// A watch over one call that may take ten minutes.
private struct Watching {
  var watch = AnswerWatch()
  var elapsed: Duration = .seconds(500)

  static func answer(call: Int = 1) -> AwaitedAnswer {
    AwaitedAnswer(fire: Identifier(high: 1, low: 1), schedule: Identifier(high: 0, low: 1), call: call, limit: .seconds(600))
  }

  /// So many looks, a stretch of time before each.
  mutating func look(_ count: Int = 1, after stretch: Duration = .seconds(60), call: Int = 1) {
    for _ in 0..<count {
      elapsed += stretch
      watch.goOn([Self.answer(call: call)], elapsed: elapsed)
    }
  }
}

@Suite struct AnswerWatchTests {
  private let answer = Watching.answer()

  @Test func aCallIsOverdueWhenItsLimitIsOver() {
    var watching = Watching()
    watching.look(11)
    #expect(watching.watch.overdue == [])
    watching.look()
    #expect(watching.watch.overdue == [answer])
  }

  @Test func timeInWhichTheMachineSleptDoesNotCount() {
    var watching = Watching()
    watching.look(11)
    watching.look(20, after: .seconds(8 * 3600))
    #expect(watching.watch.overdue == [])
    watching.look()
    #expect(watching.watch.overdue == [answer])
  }

  @Test func theNextCallIsWaitedForAnew() {
    var watching = Watching()
    watching.look(11)
    watching.look(11, call: 2)
    #expect(watching.watch.overdue == [])
  }

  @Test func whatHasComeBackIsOverdueNoMore() {
    var watching = Watching()
    watching.look(20)
    watching.watch.goOn([], elapsed: watching.elapsed)
    #expect(watching.watch.overdue == [])
  }
}
