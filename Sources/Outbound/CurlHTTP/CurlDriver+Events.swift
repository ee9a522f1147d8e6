import CCurl
import Dispatch
import Glibc
import HTTP

extension CurlDriver {
  /// Lets libcurl say which sockets and which moment it waits for.
  func listenToMulti() {
    let context = Unmanaged.passUnretained(self).toOpaque()
    ccurl_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, context)
    ccurl_multi_set_socket(multi) { easy, socket, poll, context, _ in
      CurlDriver.from(context).watch(socket, poll, for: easy)
      return 0
    }
    ccurl_multi_set_pointer(multi, CURLMOPT_TIMERDATA, context)
    ccurl_multi_set_timer(multi) { _, milliseconds, context in
      CurlDriver.from(context).wake(afterMilliseconds: milliseconds)
      return 0
    }
    timer.setEventHandler { [weak self] in self?.act(CURL_SOCKET_BAD, 0) }
    timer.schedule(deadline: .distantFuture)
    timer.activate()
  }

  func stopListeningToMulti() {
    ccurl_multi_set_socket(multi, nil)
    ccurl_multi_set_timer(multi, nil)
    timer.cancel()
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> CurlDriver {
    guard let context else { preconditionFailure("libcurl called back without its driver") }
    return Unmanaged<CurlDriver>.fromOpaque(context).takeUnretainedValue()
  }

  /// An answer of -1 to libcurl would end every transfer, so a socket that cannot be watched ends its own only.
  private func watch(_ socket: curl_socket_t, _ poll: CInt, for easy: UnsafeMutableRawPointer?) {
    if poll == CURL_POLL_REMOVE {
      watches[socket] = nil
    } else if let watch = watches[socket] ?? makeWatch(socket) {
      watches[socket] = watch
      watch.want(poll)
    } else if let transfer = transfer(of: easy) {
      let reason = String(cString: strerror(errno))
      endSoon(transfer, .failure(transfer.failure(.other, "the connection cannot be watched: \(reason)")))
    }
  }

  private func makeWatch(_ socket: curl_socket_t) -> SocketWatch? {
    SocketWatch(socket, on: queue) { [weak self] readiness in self?.act(socket, readiness) }
  }

  /// - Parameter milliseconds: 0 means at once, but not from within libcurl; negative means no moment.
  private func wake(afterMilliseconds milliseconds: Int) {
    timer.schedule(deadline: milliseconds < 0 ? .distantFuture : .now() + .milliseconds(milliseconds))
  }

  /// - Parameter socket: `CURL_SOCKET_BAD`, which is CURL_SOCKET_TIMEOUT too, when the moment has come.
  private func act(_ socket: curl_socket_t, _ readiness: CInt) {
    var stillRunning: CInt = 0
    curl_multi_socket_action(multi, socket, readiness, &stillRunning)
    settle()
  }
}
