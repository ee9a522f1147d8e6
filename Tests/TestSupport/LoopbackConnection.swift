import Glibc
import Seams

/// One accepted connection: reads requests and acts as the handler says, until one side leaves.
struct LoopbackConnection {
  private let socket: CInt
  private let number: Int
  private let shared: LoopbackState

  private enum Ending { case client, server, broken }

  init(_ socket: CInt, _ number: Int, _ shared: LoopbackState) {
    self.socket = socket
    self.number = number
    self.shared = shared
  }

  func serve(_ handler: LoopbackServer.Handler) {
    var buffer: [UInt8] = []
    var ending: Ending?
    while ending == nil {
      guard let request = read(&buffer) else {
        ending = .client
        break
      }
      let noted = shared.note(request)
      ending = perform(handler(noted), for: noted)
    }
    if ending == .broken { breakOnClose() }
    shared.end(socket, ending == .client ? .clientLeft(connection: number) : .serverLeft(connection: number))
  }

  /// nil when the connection goes on.
  private func perform(_ answer: LoopbackAnswer, for request: LoopbackRequest) -> Ending? {
    switch answer {
    case .response(let response):
      return send(head(of: response) + body(of: response, for: request)) ? nil : .client
    case .responseThenClose(let response):
      return send(head(of: response) + body(of: response, for: request)) ? .server : .client
    case .half(let response):
      return send(head(of: response) + response.body.prefix(response.body.count / 2)) ? .server : .client
    case .raw(let bytes):
      return send(bytes) ? .server : .client
    case .close: return .server
    case .reset: return .broken
    case .stall(let bytes):
      guard send(bytes) else { return .client }
      var ignored: [UInt8] = []
      while receive(into: &ignored) {}
      return .client
    }
  }

  private func head(of response: HTTPResponse) -> [UInt8] {
    let fields = response.headers + [HTTPHeader("Content-Length", "\(response.body.count)")]
    let lines = ["HTTP/1.1 \(response.status) Answer"] + fields.map { "\($0.name): \($0.value)" }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  private func body(of response: HTTPResponse, for request: LoopbackRequest) -> [UInt8] {
    request.method == "HEAD" ? [] : response.body
  }

  /// The next request; nil when the client left before it was complete.
  private func read(_ buffer: inout [UInt8]) -> LoopbackRequest? {
    let blankLine = Array("\r\n\r\n".utf8)
    var end = buffer.firstRange(of: blankLine)
    while end == nil {
      guard receive(into: &buffer) else { return nil }
      end = buffer.firstRange(of: blankLine)
    }
    guard let end else { return nil }
    let lines = String(decoding: buffer[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
    let headers = lines.dropFirst().map(Self.header)
    let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
    buffer.removeSubrange(..<end.upperBound)
    while buffer.count < length {
      guard receive(into: &buffer) else { return nil }
    }
    let body = Array(buffer.prefix(length))
    buffer.removeFirst(length)
    let words = (lines.first ?? "").split(separator: " ")
    return LoopbackRequest(
      connection: number, method: String(words.first ?? ""), target: String(words.dropFirst().first ?? ""),
      headers: headers, body: body)
  }

  private static func header(_ line: Substring) -> HTTPHeader {
    let name = line.prefix { $0 != ":" }
    return HTTPHeader(String(name), String(line.dropFirst(name.count + 1).drop { $0 == " " }))
  }

  private func receive(into buffer: inout [UInt8]) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 65536)
    let count = recv(socket, &chunk, chunk.count, 0)
    if count > 0 { buffer += chunk[..<count] }
    return count > 0
  }

  private func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  private func breakOnClose() {
    var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
  }
}
