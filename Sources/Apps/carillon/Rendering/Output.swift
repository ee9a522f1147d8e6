import Glibc

/// Writes to standard output, unbuffered, so that a reader at the other end of a pipe sees it at once.
///
/// All of it, however slowly it is read. What nobody reads any more is dropped: there is nobody left to tell. Where it cannot be written for
/// another reason, such as a disk that is full, the process says so and ends with status 1.
func writeOutput(_ text: String) {
  _ = writeOutput(Array(text.utf8))
}

/// As above.
/// - Returns: false when nobody reads any more.
func writeOutput(_ bytes: [UInt8]) -> Bool {
  switch writeAll(bytes, to: STDOUT_FILENO, waits: true) {
  case .done: return true
  case .unread: return false
  case .failed(let code):
    writeError("carillon: standard output cannot be written: \(String(cString: strerror(code)))\n")
    Glibc.exit(ExitStatus.failed.rawValue)
  }
}

/// Writes to standard output what may be lost: a daemon waits for no reader, and ends for none.
func offerOutput(_ text: String) {
  _ = writeAll(Array(text.utf8), to: STDOUT_FILENO, waits: false)
}

/// Whether somebody looks at standard error who can see a line change.
var errorsAreOnATerminal: Bool {
  isatty(STDERR_FILENO) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"
}

func writeError(_ text: String) {
  _ = writeAll(Array(text.utf8), to: STDERR_FILENO, waits: false)
}

enum WriteResult: Equatable {
  case done
  /// Nobody reads any more.
  case unread
  case failed(errno: Int32)
}

/// - Parameter waits: for a reader who does not keep up, also where the descriptor itself does not wait.
func writeAll(_ bytes: [UInt8], to descriptor: Int32, waits: Bool) -> WriteResult {
  var rest = bytes[...]
  while !rest.isEmpty {
    let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if written > 0 {
      rest = rest.dropFirst(written)
      continue
    }
    switch errno {
    case EINTR: continue
    case EAGAIN where waits && waitForReader(of: descriptor): continue
    case EPIPE: return .unread
    case let code: return .failed(errno: code)
    }
  }
  return .done
}

/// False when it cannot be waited for.
private func waitForReader(of descriptor: Int32) -> Bool {
  var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
  return poll(&request, 1, -1) >= 0 || errno == EINTR
}
