import Glibc

/// The address of a Unix socket: a path, or a name in Linux's abstract namespace (written with a leading `@`).
struct SocketAddress: Sendable {
  /// `sun_path` has 108 bytes (unix(7)); one stays free for a path's final NUL.
  static let nameLimit = 107

  let name: String

  init(name: String) throws(SystemdError) {
    guard name.utf8.count > 1, name.utf8.count <= Self.nameLimit, name.hasPrefix("/") || name.hasPrefix("@") else {
      throw .unusableSocketName(name)
    }
    self.name = name
  }

  /// Calls `body` with the address as the socket functions take it.
  func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var bytes = Array(name.utf8)
    let isAbstract = bytes[0] == UInt8(ascii: "@")
    if isAbstract { bytes[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    // An abstract name ends with the length, not at a NUL: counting one more byte would name another socket.
    let nameLength = bytes.count + (isAbstract ? 0 : 1)
    let length = socklen_t(MemoryLayout.offset(of: \sockaddr_un.sun_path)! + nameLength)
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
    }
  }
}
