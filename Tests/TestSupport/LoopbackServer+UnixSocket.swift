import Foundation
import Glibc

extension LoopbackServer {
  /// Listens on a Unix socket at `path` instead; whoever made the folder removes the file.
  package convenience init(unixSocketPath path: String, _ handler: @escaping Handler) throws {
    self.init(listener: try Self.listen(at: path), port: 0, handler)
  }

  private static func listen(at path: String) throws -> CInt {
    let listener = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 && Glibc.listen(listener, 16) == 0
      }
    }
    guard bound else {
      let code = errno
      close(listener)
      throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
    }
    return listener
  }
}
