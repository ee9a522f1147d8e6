import CLinux
import Glibc

/// A process that a test names by its id while it lives, or just after: on a loaded machine it may have ended already.
final class WatchedProcess: Sendable {
  /// Nil when it had ended before it could be watched.
  private let pidfd: Int32?

  init(_ id: String) throws {
    let result = linux_pidfd_open(pid_t(id) ?? -1)
    guard result >= 0 || result == -ESRCH else { throw SystemError(number: -result) }
    pidfd = result >= 0 ? result : nil
  }

  deinit { if let pidfd { close(pidfd) } }

  var isAlive: Bool {
    guard let pidfd else { return false }
    var source = pollfd(fd: pidfd, events: Int16(POLLIN), revents: 0)
    return poll(&source, 1, 0) == 0
  }

  func ended() async { if let pidfd { await readable(pidfd) } }

  func send(_ signal: Int32) { if let pidfd { _ = linux_pidfd_send_signal(pidfd, signal) } }
}
