import Glibc

/// Up to when a supervisor may make the mark of its run: one that comes later starts nothing, for nobody waits for it any more.
///
/// Supervisor and daemon compare one clock, CLOCK_MONOTONIC: nobody sets it, and it stands still while the machine is suspended. A
/// supervisor looks at it again when its mark is there, and so whoever finds no mark after this moment knows that nothing runs, and
/// that nothing will.
struct StartDeadline: Sendable {
  let limit: Duration
  let milliseconds: Int64

  init(in limit: Duration) {
    self.limit = limit
    milliseconds = Self.now + limit.wholeMilliseconds
  }

  var isOver: Bool { Self.now >= milliseconds }

  /// Rounded down, as in the supervisor.
  private static var now: Int64 {
    var time = timespec()
    // CLOCK_MONOTONIC with a valid address cannot fail (clock_gettime(2)).
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
