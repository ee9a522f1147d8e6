import Glibc

/// Where journald takes entries with fields.
package final class JournalSocket: Sendable {
  /// Of every machine whose journal is systemd's.   Source: sd_journal_sendv(3), systemd 252.
  package static let standardName = "/run/systemd/journal/socket"

  private let address: SocketAddress
  private let descriptor: CInt

  /// - Throws: when there is no such socket.
  package init(name: String = JournalSocket.standardName) throws(SystemdError) {
    address = try SocketAddress(name: name)
    descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .failed(call: "socket", socketName: name, errno: errno) }
  }

  deinit { close(descriptor) }

  /// Sends one entry, and waits for room as a write to standard error would.
  ///
  /// Without a connection: journald may be started anew in between.
  /// - Returns: false when journald did not take it.
  func send(_ entry: JournalEntry) -> Bool {
    while true {
      let sent = address.withSocketAddress { pointer, length in
        sendto(descriptor, entry.bytes, entry.bytes.count, CInt(MSG_NOSIGNAL), pointer, length)
      }
      if sent >= 0 { return sent == entry.bytes.count }
      if errno != EINTR { return false }
    }
  }
}
