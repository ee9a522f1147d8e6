import Glibc

/// Writes to standard output, unbuffered, so that a reader at the other end of a pipe sees it at once.
func writeOutput(_ text: String) {
  write(text, to: STDOUT_FILENO)
}

func writeError(_ text: String) {
  write(text, to: STDERR_FILENO)
}

/// What cannot be written is dropped: there is nobody left to tell.
private func write(_ text: String, to descriptor: Int32) {
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if written > 0 { rest = rest.dropFirst(written) } else if errno != EINTR { return }
  }
}
