import HostTime

extension Moments {
  /// Now as this machine's clock says, for commands; the daemon has its own seam for time.
  static func fromMachineClock() -> Moments { Moments(now: HostClock().now()) }
}
