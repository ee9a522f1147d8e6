import CLinux
import ControlMessages
import Dispatch
import Glibc

/// One GET over a daemon's socket, answered quickly or not at all: for completion, where somebody waits whose key press seems to do nothing.
///
/// It blocks its thread, since argument-parser's completions are asked for without `await`.
struct QuickQuestion {
  /// For each silence of the daemon; a round trip takes some milliseconds.
  private static let patience = timeval(tv_sec: 0, tv_usec: 300_000)
  /// Ten thousand schedules fit.
  private static let longestAnswer = 16 << 20

  let socket: ControlSocketPath

  /// The body of a good answer; nil for everything else.
  func answer(to path: String) -> [UInt8]? {
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var patience = Self.patience
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
    }
    guard connect(descriptor), send("GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", to: descriptor) else {
      return nil
    }
    return body(of: read(descriptor))
  }

  private func connect(_ descriptor: Int32) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socket.text.utf8) }
    return withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }

  private func send(_ text: String, to descriptor: Int32) -> Bool {
    let bytes = Array(text.utf8)
    return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  private func read(_ descriptor: Int32) -> [UInt8] {
    var answer: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while answer.count < Self.longestAnswer {
      let count = recv(descriptor, &piece, piece.count, 0)
      guard count > 0 else { break }
      answer += piece[..<count]
    }
    return answer
  }

  /// Status 200, and as long as it says: a part of a list would offer a part of the names.
  private func body(of answer: [UInt8]) -> [UInt8]? {
    let end = Array("\r\n\r\n".utf8)
    guard let blank = answer.firstRange(of: end) else { return nil }
    let head = String(decoding: answer[..<blank.lowerBound], as: UTF8.self).lowercased().split(separator: "\r\n")
    guard head.first?.contains(" 200 ") == true || head.first?.hasSuffix(" 200") == true else { return nil }
    let length = head.first { $0.hasPrefix("content-length:") }.flatMap { Int($0.dropFirst(15).drop { $0 == " " }) }
    let body = Array(answer[blank.upperBound...])
    return length == body.count ? body : nil
  }
}
