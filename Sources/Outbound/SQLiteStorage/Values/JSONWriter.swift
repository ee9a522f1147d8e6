import Scheduling

/// Writes JSON into one buffer that is used again and again.
///
/// Members are sorted by key: the same value has the same bytes, so that equal texts need no reading to be known as equal.
struct JSONWriter {
  private var bytes: [UInt8] = []
  private var needsComma = false

  init() { bytes.reserveCapacity(1024) }

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    try bytes.withUnsafeBufferPointer(body)
  }

  mutating func object(_ members: (inout JSONWriter) -> Void) { sequence("{", "}", members) }
  mutating func array(_ items: (inout JSONWriter) -> Void) { sequence("[", "]", items) }

  /// Followed by one value.
  mutating func key(_ name: String) {
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  mutating func string(_ text: String) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      if utf8.allSatisfy(Self.isPlain) { bytes.append(contentsOf: utf8) } else { for byte in utf8 { appendEscaped(byte) } }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func integer(_ value: Int64) { token(String(value)) }

  mutating func value(_ value: JSONValue) {
    switch value {
    case .null: token("null")
    case .bool(let value): token(value ? "true" : "false")
    case .integer(let value): integer(value)
    // JSON has no word for an infinity.
    case .number(let value): token(value.isFinite ? value.description : "null")
    case .string(let text): string(text)
    case .array(let items): array { writer in for item in items { writer.value(item) } }
    case .object(let members):
      object { writer in
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
          writer.key(key)
          writer.value(value)
        }
      }
    }
  }

  private mutating func token(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func sequence(_ opening: Unicode.Scalar, _ closing: Unicode.Scalar, _ content: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: opening))
    needsComma = false
    content(&self)
    bytes.append(UInt8(ascii: closing))
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private static func isPlain(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\") }

  private mutating func appendEscaped(_ byte: UInt8) {
    guard !Self.isPlain(byte) else { return bytes.append(byte) }
    if byte >= 0x20 { return bytes += [UInt8(ascii: "\\"), byte] }
    let digits = String(byte, radix: 16)
    bytes.append(contentsOf: "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8)
  }
}
