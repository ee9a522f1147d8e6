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
    timer.start { [weak self] in self?.momentHasCome() }
    sockets.start { [weak self] in
      self?.takeWhatHasCome()
      self?.callAsWanted()
    }
  }

  func stopListeningToMulti() {
    ccurl_multi_set_socket(multi, nil)
    ccurl_multi_set_timer(multi, nil)
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> CurlDriver {
    guard let context else { preconditionFailure("libcurl called back without its driver") }
    return Unmanaged<CurlDriver>.fromOpaque(context).takeUnretainedValue()
  }

  /// An answer of -1 to libcurl would end every transfer, so a socket that cannot be watched ends its own only.
  private func watch(_ socket: curl_socket_t, _ poll: CInt, for easy: UnsafeMutableRawPointer?) {
    guard poll != CURL_POLL_REMOVE else { return sockets.forget(socket) }
    let problem = sockets.watch(socket, poll)
    if problem != 0, let transfer = transfer(of: easy) {
      let reason = String(cString: strerror(problem))
      endSoon(transfer, .failure(transfer.failure(.other, "the connection cannot be watched: \(reason)")))
    }
  }

  /// - Parameter milliseconds: 0 means at once, but not from within libcurl; negative means no moment.
  private func wake(afterMilliseconds milliseconds: Int) {
    isCallWanted = milliseconds == 0
    timer.set(milliseconds > 0 ? .now() + .milliseconds(milliseconds) : nil)
  }

  private func momentHasCome() {
    act(CURL_SOCKET_BAD, 0)
    callAsWanted()
  }

  /// Moves the transfers of all sockets forward that are ready.
  func takeWhatHasCome() {
    sockets.forEachReady { act($0, $1) }
  }

  /// Ends every turn on the queue: what starts a transfer has libcurl ask for a call.
  func callAsWanted() {
    while isCallWanted {
      isCallWanted = false
      act(CURL_SOCKET_BAD, 0)
    }
  }

  /// - Parameter socket: `CURL_SOCKET_BAD`, which is CURL_SOCKET_TIMEOUT too, when the moment has come.
  private func act(_ socket: curl_socket_t, _ readiness: CInt) {
    var stillRunning: CInt = 0
    curl_multi_socket_action(multi, socket, readiness, &stillRunning)
    settle()
  }
}
