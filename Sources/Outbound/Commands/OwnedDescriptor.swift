import Glibc

/// A file descriptor that is closed when its owner is done with it.
struct OwnedDescriptor: ~Copyable {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Hands the descriptor over to somebody else, who closes it.
  consuming func release() -> Int32 {
    let number = number
    discard self
    return number
  }

  /// What is there to read, up to `count` bytes; nil with errno when it cannot be read.
  func read(upTo count: Int) -> [UInt8]? {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let read = Glibc.read(number, buffer.baseAddress! + filled, count - filled)
        if read < 0, errno == EINTR { continue }
        failed = read < 0
        if read <= 0 { break }
        filled += read
      }
    }
    return failed && bytes.isEmpty ? nil : bytes
  }
}

/// The system's text for an errno.
func errorText(_ number: Int32) -> String {
  var text = [CChar](repeating: 0, count: 128)
  // The XSI variant: always fills `text`, and needs no lock as strerror would.
  _ = strerror_r(number, &text, text.count)
  return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
