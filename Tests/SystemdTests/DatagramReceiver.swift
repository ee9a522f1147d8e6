import Glibc
import Testing

/// A bound datagram socket, in the role of systemd.
final class DatagramReceiver {
  let name: String
  private let descriptor: CInt

  /// - Parameter name: a path that does not exist yet, or `@` and an abstract name.
  init(name: String) throws {
    self.name = name
    descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
    // A test that expects a datagram too many must fail, not hang.
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    try #require(bindSocket() == 0, "bind \(name): errno \(errno)")
  }

  deinit {
    close(descriptor)
    if name.hasPrefix("/") { unlink(name) }
  }

  /// The next datagram, as text.
  func receive() throws -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &bytes, bytes.count, 0)
    try #require(count >= 0, "recv: errno \(errno)")
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  private func bindSocket() -> CInt {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = name.utf8.map { $0 == UInt8(ascii: "@") ? 0 : $0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
  }
}
