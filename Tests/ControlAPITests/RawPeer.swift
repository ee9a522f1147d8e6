import ControlMessages
import Foundation
import Glibc

/// A client without manners: sends bytes as they are and reads until the connection ends.
struct RawPeer {
  private let place: Place

  private enum Place {
    case socket(ControlSocketPath)
    /// Of this machine.
    case port(Int)
  }

  init(path: ControlSocketPath) { place = .socket(path) }

  init(port: Int) { place = .port(port) }

  /// What the server answered to `bytes`, complete when it has closed the connection.
  func answer(to text: String) async throws -> String {
    try await answer(to: Array(text.utf8))
  }

  func answer(to bytes: [UInt8]) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      // The calls block, and Dispatch's threads carry the server's tasks.
      Thread.detachNewThread {
        continuation.resume(with: Result { try exchange(bytes) })
      }
    }
  }

  private func exchange(_ bytes: [UInt8]) throws -> String {
    let descriptor = try connected()
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      // The server has heard enough; its answer can still be read.
      if sent < 0 { break }
      rest = rest.dropFirst(sent)
    }
    return readToEnd(descriptor)
  }

  private func connected() throws -> Int32 {
    switch place {
    case .socket(let path): try connected(to: path)
    case .port(let port): try connected(to: port)
    }
  }

  private func connected(to port: Int) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    }
    guard result == 0 else { throw NotConnected(errno: errno) }
    return descriptor
  }

  private func connected(to path: ControlSocketPath) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.text.utf8) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
    guard result == 0 else { throw NotConnected(errno: errno) }
    return descriptor
  }

  private func readToEnd(_ descriptor: Int32) -> String {
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(descriptor, &chunk, chunk.count)
      guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
      answer += chunk[..<count]
    }
  }

  struct NotConnected: Error { let errno: Int32 }
}
