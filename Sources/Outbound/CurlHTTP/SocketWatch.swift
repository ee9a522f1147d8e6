import CCurl
import Dispatch
import Glibc

/// Tells libcurl when one of its sockets can be read or written, by Dispatch sources.
///
/// The sources watch a duplicate of the socket: libcurl closes its own at once after saying that it is done with it, but
/// a source lets go of its descriptor only when its cancel handler runs. On the same descriptor the next socket would
/// inherit the number and with it the dying epoll registration.
final class SocketWatch {
  private let duplicate: Duplicate
  private let queue: DispatchQueue
  private let onReady: @Sendable (CInt) -> Void
  private var reading: (any DispatchSourceRead)?
  private var writing: (any DispatchSourceWrite)?

  /// nil when no descriptor is left for the duplicate.
  /// - Parameter onReady: runs on `queue` with `CURL_CSELECT_IN` or `CURL_CSELECT_OUT`, as long as that is wanted.
  init?(_ socket: curl_socket_t, on queue: DispatchQueue, onReady: @escaping @Sendable (CInt) -> Void) {
    guard let duplicate = Duplicate(of: socket) else { return nil }
    self.duplicate = duplicate
    self.queue = queue
    self.onReady = onReady
  }

  deinit {
    want(CURL_POLL_NONE)
  }

  /// - Parameter poll: `CURL_POLL_IN`, `_OUT`, `_INOUT` or `_NONE`.
  func want(_ poll: CInt) {
    wantReading(poll & CURL_POLL_IN != 0)
    wantWriting(poll & CURL_POLL_OUT != 0)
  }

  private func wantReading(_ wanted: Bool) {
    guard wanted != (reading != nil) else { return }
    reading?.cancel()
    reading = wanted ? DispatchSource.makeReadSource(fileDescriptor: duplicate.descriptor, queue: queue) : nil
    if let reading { activate(reading, CURL_CSELECT_IN) }
  }

  private func wantWriting(_ wanted: Bool) {
    guard wanted != (writing != nil) else { return }
    writing?.cancel()
    writing = wanted ? DispatchSource.makeWriteSource(fileDescriptor: duplicate.descriptor, queue: queue) : nil
    if let writing { activate(writing, CURL_CSELECT_OUT) }
  }

  private func activate(_ source: any DispatchSourceProtocol, _ readiness: CInt) {
    source.setEventHandler { [onReady] in onReady(readiness) }
    // The handler keeps the duplicate open until the source has let go of it.
    source.setCancelHandler { [duplicate] in withExtendedLifetime(duplicate) {} }
    source.activate()
  }
}

/// A second descriptor of a socket, closed when its last holder is gone.
private final class Duplicate: Sendable {
  let descriptor: CInt

  init?(of socket: curl_socket_t) {
    descriptor = fcntl(socket, F_DUPFD_CLOEXEC, 0)
    if descriptor < 0 { return nil }
  }

  deinit {
    close(descriptor)
  }
}
