import CivilTime
import Glibc

extension Moments {
  /// Now as this machine's clock says, for commands; the daemon has its own seam for time.
  static func fromMachineClock() -> Moments {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Moments(now: Instant(secondsSinceEpoch: Int64(time.tv_sec)))
  }
}
