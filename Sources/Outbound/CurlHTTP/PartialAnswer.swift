import HTTP

/// What has come of an answer so far.
struct PartialAnswer {
  private(set) var headers: [HTTPHeader] = []
  private(set) var headerBytes = 0
  var body: [UInt8] = []
  private var headersAreComplete = false

  /// Whether a byte of the final or an interim answer has come.
  var hasBegun: Bool { headerBytes > 0 }

  /// Takes one line as libcurl delivers it: a status line, a field, the empty line at the end, or a trailer.
  mutating func takeHeaderLine(_ line: UnsafeRawBufferPointer) {
    headerBytes += line.count
    let text = Self.trimmed(line[...])
    if text.starts(with: "HTTP/".utf8), headers.isEmpty || headersAreComplete {
      beginAnswer()
    } else if text.isEmpty {
      headersAreComplete = true
    } else if !headersAreComplete, let colon = text.firstIndex(of: UInt8(ascii: ":")) {
      let value = Self.trimmed(text[text.index(after: colon)...])
      headers.append(HTTPHeader(String(decoding: text[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }
  }

  /// An interim or redirecting answer came before: only the last one counts.
  private mutating func beginAnswer() {
    headers = []
    body = []
    headersAreComplete = false
  }

  private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer> {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) }) else {
      return bytes[bytes.endIndex...]
    }
    return bytes[first...last]
  }
}
