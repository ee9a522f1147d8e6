import Glibc

/// Writes to standard output, unbuffered, so that a reader at the other end of a pipe sees it at once.
///
/// What cannot be written is dropped: there is nobody left to tell.
func writeOutput(_ text: String) {
  _ = writeOutput(Array(text.utf8))
}

/// - Returns: false when nobody reads any more, or the output's disk is full.
func writeOutput(_ bytes: [UInt8]) -> Bool {
  write(bytes, to: STDOUT_FILENO)
}

/// Whether somebody looks at standard error who can see a line change.
var errorsAreOnATerminal: Bool {
  isatty(STDERR_FILENO) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"
}

func writeError(_ text: String) {
  _ = write(Array(text.utf8), to: STDERR_FILENO)
}

private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  var rest = bytes[...]
  while !rest.isEmpty {
    let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    if written > 0 { rest = rest.dropFirst(written) } else if errno != EINTR { return false }
  }
  return true
}
