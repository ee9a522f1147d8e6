import Dispatch
import Testing

@testable import CurlHTTP

struct LazyTimerTests {
  private let queue = DispatchQueue(label: "lazy-timer")

  /// When a timer goes off that is set by `setting`, once for each of its settings.
  private func moment(_ setting: @escaping @Sendable (LazyTimer) -> Void) async -> DispatchTime {
    await withCheckedContinuation { continuation in
      queue.async { [queue] in
        let timer = LazyTimer(on: queue)
        timer.start {
          // What goes off keeps itself until then.
          withExtendedLifetime(timer) { continuation.resume(returning: .now()) }
        }
        setting(timer)
      }
    }
  }

  @Test func goesOffAtTheLastMomentThatWasSet() async {
    let begun = DispatchTime.now()
    let moment = await moment { timer in
      for milliseconds in [10, 200, 100] { timer.set(begun + .milliseconds(milliseconds)) }
    }
    #expect(moment >= begun + .milliseconds(100))
  }

  @Test func anEarlierMomentReplacesALaterOne() async {
    let begun = DispatchTime.now()
    let moment = await moment { timer in
      for seconds in [3600, 0] { timer.set(begun + .seconds(seconds)) }
    }
    #expect(moment < begun + .seconds(3600))
  }

  @Test func whatIsTurnedOffGoesOffOnlyWhenItIsSetAgain() async {
    let begun = DispatchTime.now()
    let moment = await moment { timer in
      timer.set(begun + .milliseconds(10))
      timer.set(nil)
      timer.set(begun + .milliseconds(80))
    }
    #expect(moment >= begun + .milliseconds(80))
  }
}
