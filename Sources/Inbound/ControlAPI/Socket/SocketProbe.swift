import ControlMessages
import Glibc

/// What is at the path of a control socket.
package enum SocketProbe: Equatable, Sendable {
  case absent
  /// A socket file that nobody listens on: left by a daemon that was killed.
  case stale
  case listening
  /// A file of another kind.
  case notASocket
  /// It cannot be told; the error number says why (EACCES: not ours to open).
  case unknown(errno: Int32)

  /// Looks and, where there is a socket, connects once; never waits.
  package init(_ path: ControlSocketPath) {
    do {
      guard try FileIdentity(path.text).isSocket else {
        self = .notASocket
        return
      }
    } catch {
      self = error.number == ENOENT ? .absent : .unknown(errno: error.number)
      return
    }
    self = Self.connecting(to: path)
  }

  private static func connecting(to path: ControlSocketPath) -> SocketProbe {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return .unknown(errno: errno) }
    defer { close(descriptor) }
    var address = sockaddr_un(path)
    let result = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
    if result == 0 { return .listening }
    switch errno {
    case ECONNREFUSED: return .stale
    case ENOENT: return .absent
    // The backlog is full: somebody listens.
    case EAGAIN: return .listening
    default: return .unknown(errno: errno)
    }
  }
}

extension sockaddr_un {
  fileprivate init(_ path: ControlSocketPath) {
    self.init()
    sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &sun_path) { $0.copyBytes(from: path.text.utf8) }
  }
}
