import Foundation
import Glibc
import Synchronization

/// A real HTTP/1.1 server on a free port of 127.0.0.1, whose every answer, or misbehaviour, the test decides.
///
/// One blocking thread per connection; connections are kept alive unless the answer says otherwise. Tests wait for
/// `Event`s instead of sleeping. The server stops when it is released.
package final class LoopbackServer: Sendable {
  /// Called on the connection's thread; it may block, which holds back that connection only.
  package typealias Handler = @Sendable (LoopbackRequest) -> LoopbackAnswer

  /// Requests and connections count from 1, over the whole server.
  package enum Event: Sendable, Equatable {
    /// A request was read completely.
    case arrived(request: Int)
    /// The client closed the connection, or broke it.
    case clientLeft(connection: Int)
    /// The server closed the connection; the client can see it.
    case serverLeft(connection: Int)
  }

  package let port: Int
  private let listener: CInt
  private let shared: LoopbackState

  /// "http://127.0.0.1:<port>", without a slash at the end.
  package var url: String { "http://127.0.0.1:\(port)" }
  /// How many connections were accepted so far.
  package var connections: Int { shared.connections }
  /// The requests read so far, in the order in which they were complete.
  package var requests: [LoopbackRequest] { shared.requests }

  package convenience init(_ handler: @escaping Handler) throws {
    let (listener, port) = try Self.listen()
    self.init(listener: listener, port: port, handler)
  }

  /// - Parameter port: 0 for a listener without one.
  init(listener: CInt, port: Int, _ handler: @escaping Handler) {
    let shared = LoopbackState()
    self.listener = listener
    self.port = port
    self.shared = shared
    Thread.detachNewThread { Self.accept(from: listener, shared, handler) }
  }

  deinit {
    stop()
  }

  /// Closes the listener and every connection; later connects are refused.
  package func stop() {
    shared.stop(listener)
  }

  /// Waits for `event`; events before it are used up. One waiter at a time.
  package func wait(for event: Event) async {
    for await happened in shared.events where happened == event { return }
  }

  private static func accept(from listener: CInt, _ shared: LoopbackState, _ handler: @escaping Handler) {
    while !shared.isStopped {
      let socket = Glibc.accept(listener, nil, nil)
      guard socket >= 0 else { continue }
      _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
      if let number = shared.begin(socket) {
        Thread.detachNewThread { LoopbackConnection(socket, number, shared).serve(handler) }
      } else {
        close(socket)
      }
    }
    // Here, where nobody waits in `accept` any more: the number may be given out again at once.
    close(listener)
  }

  private static func listen() throws -> (listener: CInt, port: Int) {
    let listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && Glibc.listen(listener, 1024) == 0 && getsockname(listener, address, &length) == 0
      }
    }
    guard bound else {
      let code = errno
      close(listener)
      throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
    }
    return (listener, Int(UInt16(bigEndian: address.sin_port)))
  }
}

/// What the server's threads share; everything that changes is behind `state`'s lock.
final class LoopbackState: Sendable {
  let events: AsyncStream<LoopbackServer.Event>
  private let report: AsyncStream<LoopbackServer.Event>.Continuation
  private let state = Mutex(State())

  private struct State {
    var open: Set<CInt> = []
    var connections = 0
    var requests: [LoopbackRequest] = []
    var isStopped = false
  }

  init() {
    (events, report) = AsyncStream.makeStream()
  }

  var connections: Int { state.withLock { $0.connections } }
  var requests: [LoopbackRequest] { state.withLock { $0.requests } }
  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// The new connection's number; nil when the server stops.
  func begin(_ socket: CInt) -> Int? {
    state.withLock { state in
      if state.isStopped { return nil }
      state.open.insert(socket)
      state.connections += 1
      return state.connections
    }
  }

  /// Closes `socket` under the lock, so that `stop` never touches a number that was given out again.
  func end(_ socket: CInt, _ event: LoopbackServer.Event) {
    state.withLock { state in
      state.open.remove(socket)
      close(socket)
    }
    report.yield(event)
  }

  func note(_ request: LoopbackRequest) -> LoopbackRequest {
    let noted = state.withLock { state in
      var noted = request
      noted.number = state.requests.count + 1
      state.requests.append(noted)
      return noted
    }
    report.yield(.arrived(request: noted.number))
    return noted
  }

  /// Wakes the thread that accepts and every connection's thread; each closes its own socket.
  func stop(_ listener: CInt) {
    state.withLock { state in
      if state.isStopped { return }
      state.isStopped = true
      for socket in state.open.union([listener]) { shutdown(socket, CInt(SHUT_RDWR)) }
    }
  }
}
