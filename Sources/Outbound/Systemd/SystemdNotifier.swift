import Glibc

/// Tells systemd how the service is doing, over the datagram socket that `Type=notify` units get.
///
/// Written against the protocol, not libsystemd: a datagram of `KEY=VALUE` lines to `$NOTIFY_SOCKET`.
/// Without that variable (any start by hand) every call does nothing. The variable itself is left in place.
/// Source: sd_notify(3), systemd 252.
package struct SystemdNotifier: Sendable {
  private let address: SocketAddress?

  /// - Parameter notifySocket: the value of NOTIFY_SOCKET; nil or empty when there is no service manager.
  package init(notifySocket: String?) throws(SystemdError) {
    guard let notifySocket, !notifySocket.isEmpty else {
      address = nil
      return
    }
    address = try SocketAddress(name: notifySocket)
  }

  /// Whether anyone listens; without it there is no point in composing a status.
  package var isEnabled: Bool { address != nil }

  /// Sends `notifications` together, in one datagram.
  ///
  /// Waits for room if systemd's queue is full, as libsystemd does: a lost READY=1 would have the unit killed.
  package func notify(_ notifications: SystemdNotification...) throws(SystemdError) {
    guard let address else { return }
    let text = notifications.map(\.wireText).joined(separator: "\n")
    try send(Array(text.utf8), to: address)
  }

  /// Announces a reload that begins now; send `.ready` when it is done.
  package func notifyReloading() throws(SystemdError) {
    try notify(.reloading(monotonicMicroseconds: Self.monotonicMicroseconds()))
  }

  private func send(_ bytes: [UInt8], to address: SocketAddress) throws(SystemdError) {
    let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else {
      throw .failed(call: "socket", socketName: address.name, errno: errno)
    }
    defer { close(descriptor) }
    let sent = address.withSocketAddress { pointer, length in
      retryingWhenInterrupted { sendto(descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL), pointer, length) }
    }
    guard sent == bytes.count else {
      throw .failed(call: "sendto", socketName: address.name, errno: errno)
    }
  }

  private func retryingWhenInterrupted(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  private static func monotonicMicroseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1000
  }
}
