import Glibc
import Timers
import Values

/// Inserts and cancels timers in a wheel that holds many.
struct WheelBenchmark {
  /// How many timers the wheel holds all the time.
  let timerCount: Int

  /// As schedules are: due within a year, in milliseconds.
  private static let span: UInt64 = 365 * 86_400_000

  func run(rounds: Int) -> WheelFigures {
    var figures = WheelFigures(timers: timerCount)
    var random = SplitMix64(state: 42)
    for _ in 0..<rounds { round(&figures, &random) }
    return figures
  }

  /// Fills a wheel; plans a tenth of its timers again, as happens to a schedule after each fire; and empties it.
  private func round(_ figures: inout WheelFigures, _ random: inout SplitMix64) {
    // Everything that is random is drawn before the clock starts.
    let payloads = (0..<timerCount).map { _ in Identifier(random: &random) }
    let deadlines = (0..<timerCount).map { _ in random.next() % Self.span }
    var wheel = TimerWheel<Identifier>(now: 1_795_000_000_000)
    var handles: [TimerWheel<Identifier>.Handle] = []
    handles.reserveCapacity(timerCount)
    figures.insert.append(
      nanoseconds(timerCount) {
        for index in 0..<timerCount { handles.append(wheel.insert(payloads[index], at: wheel.now + deadlines[index])) }
      })
    handles.shuffle(using: &random)
    figures.replan.append(
      nanoseconds(timerCount / 10) {
        for index in 0..<timerCount / 10 {
          wheel.cancel(handles[index])
          handles[index] = wheel.insert(payloads[index], at: wheel.now + deadlines[index])
        }
      })
    precondition(wheel.count == timerCount, "\(wheel.count) timers are in the wheel, not \(timerCount)")
    figures.cancel.append(nanoseconds(timerCount) { while let handle = handles.popLast() { wheel.cancel(handle) } })
    precondition(wheel.count == 0, "\(wheel.count) timers are left")
  }

  /// Of processor time, so that others who compute on this machine do not count.
  private func nanoseconds(_ operations: Int, _ body: () -> Void) -> Double {
    let begun = Self.processorTime
    body()
    return (Self.processorTime - begun) / Double(operations)
  }

  /// Nanoseconds that this thread has computed.
  private static var processorTime: Double {
    var time = timespec()
    // It cannot fail with a valid address and this clock (clock_gettime(2)).
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
  }
}
