/// One thing to tell the service manager.   Source: sd_notify(3), systemd 252.
package enum SystemdNotification: Equatable, Sendable {
  /// Start-up, or the reload announced by `reloading`, is finished.
  case ready
  /// Configuration is being read again; `ready` must follow.
  ///
  /// `monotonicMicroseconds` is CLOCK_MONOTONIC, so that systemd can tell this reload from an earlier one.
  case reloading(monotonicMicroseconds: UInt64)
  /// Shutdown has begun.
  case stopping
  /// What `systemctl status` shows; kept to one line.
  case status(String)
  /// Still alive; restarts the clock of `WatchdogSec=`.
  case watchdog

  /// The assignments of the wire format, without a final newline.
  var wireText: String {
    switch self {
    case .ready: "READY=1"
    case .reloading(let microseconds): "RELOADING=1\nMONOTONIC_USEC=\(microseconds)"
    case .stopping: "STOPPING=1"
    // A newline would start another assignment: a schedule's name must not be able to send one.
    case .status(let text): "STATUS=\(String(text.map { $0.isNewline ? " " : $0 }))"
    case .watchdog: "WATCHDOG=1"
    }
  }
}
