import CLinux
import Glibc

/// A process that a test names by its id while it certainly lives.
final class WatchedProcess: Sendable {
    private let pidfd: Int32

    init(_ id: String) throws {
        let result = linux_pidfd_open(pid_t(id) ?? -1)
        guard result >= 0 else { throw SystemError(number: -result) }
        pidfd = result
    }

    deinit { close(pidfd) }

    var isAlive: Bool {
        var source = pollfd(fd: pidfd, events: Int16(POLLIN), revents: 0)
        return poll(&source, 1, 0) == 0
    }

    func ended() async { await readable(pidfd) }

    func send(_ signal: Int32) { _ = linux_pidfd_send_signal(pidfd, signal) }
}
