import Dispatch
import Foundation
import Glibc
import Synchronization

/// The socket on which systemd would hear of the daemon. Read at once, as systemd does: who writes waits for room.
///
/// @unchecked Sendable: `source` is touched only when it is made and when it is released.
final class NotifySocket: @unchecked Sendable {
  let path: String
  private let source: any DispatchSourceRead
  private let heard: Heard

  init(path: String) throws {
    self.path = path
    let descriptor = try Self.listen(at: path)
    let (source, heard) = (DispatchSource.makeReadSource(fileDescriptor: descriptor), Heard())
    source.setEventHandler { heard.read(from: descriptor) }
    source.setCancelHandler { close(descriptor) }
    source.activate()
    (self.source, self.heard) = (source, heard)
  }

  deinit { source.cancel() }

  /// All datagrams so far.
  var datagrams: [String] { heard.datagrams.withLock { $0 } }

  private final class Heard: Sendable {
    let datagrams = Mutex<[String]>([])

    func read(from descriptor: CInt) {
      var bytes = [UInt8](repeating: 0, count: 4096)
      while case let count = recv(descriptor, &bytes, bytes.count, CInt(MSG_DONTWAIT)), count > 0 {
        datagrams.withLock { $0.append(String(decoding: bytes.prefix(count), as: UTF8.self)) }
      }
    }
  }

  private static func listen(at path: String) throws -> CInt {
    let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    // Left over from an earlier daemon in the same place.
    unlink(path)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    return descriptor
  }
}
