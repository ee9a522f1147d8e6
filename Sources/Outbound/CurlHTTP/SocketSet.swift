import CCurl
import CLinux
import Dispatch
import Glibc

/// Tells which of libcurl's sockets can be read or written.
///
/// An epoll set of its own behind one Dispatch source: a source for each socket would cost two descriptors, and for each
/// request a new source, whose way through Dispatch's manager thread took longer than sending it (measured 2026-11-21:
/// 145 µs of processor time for a request to this machine, 17 % of them in that thread).
///
/// Not safe to share: everything is called on the queue.
final class SocketSet {
  private let descriptor: CInt
  private let source: any DispatchSourceRead
  /// Of so many sockets at a time it is learned that they are ready.
  private static let batchSize = 64
  /// After this many batches others on the queue get their turn.
  private static let batchLimit = 16

  init(on queue: DispatchQueue) {
    let descriptor = linux_epoll_create()
    precondition(descriptor >= 0, "epoll_create1: error \(-descriptor); is the limit of open files reached?")
    self.descriptor = descriptor
    source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
    source.setCancelHandler { close(descriptor) }
  }

  deinit {
    source.cancel()
  }

  /// Once, before anything else. `onReady` runs on the queue when something is ready; `forEachReady` tells what.
  func start(_ onReady: @escaping @Sendable () -> Void) {
    source.setEventHandler(handler: onReady)
    source.activate()
  }

  /// - Parameter poll: `CURL_POLL_IN`, `_OUT`, `_INOUT` or `_NONE`.
  /// - Returns: 0, or why the socket cannot be watched, as an `errno`.
  func watch(_ socket: curl_socket_t, _ poll: CInt) -> CInt {
    -linux_epoll_watch(descriptor, socket, poll & CURL_POLL_IN != 0, poll & CURL_POLL_OUT != 0)
  }

  /// libcurl says so before it closes a socket, so the number cannot mean another one yet.
  func forget(_ socket: curl_socket_t) {
    // A socket that could not be watched is not in the set.
    _ = linux_epoll_forget(descriptor, socket)
  }

  /// Calls `body` with each socket that is ready and `CURL_CSELECT_IN`, `_OUT` or both, until none is; or for a while:
  /// then the source goes off again. `body` may watch and forget sockets.
  func forEachReady(_ body: (curl_socket_t, CInt) -> Void) {
    var ready = [linux_readiness](repeating: linux_readiness(), count: Self.batchSize)
    for _ in 0..<Self.batchLimit {
      let count = linux_epoll_ready(descriptor, &ready, CInt(ready.count))
      guard count > 0 else { return }
      for socket in ready.prefix(Int(count)) {
        body(socket.descriptor, (socket.readable ? CURL_CSELECT_IN : 0) | (socket.writable ? CURL_CSELECT_OUT : 0))
      }
    }
  }
}
