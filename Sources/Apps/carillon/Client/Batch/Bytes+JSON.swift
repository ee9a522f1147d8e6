/// Text and JSON as bytes.
extension [UInt8] {
  mutating func append(text: String) {
    append(contentsOf: text.utf8)
  }

  /// In quotes, escaped where RFC 8259 asks for it.
  mutating func append(jsonString text: String) {
    append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        append(UInt8(ascii: "\\"))
        append(byte)
      case 0..<0x20:
        append(text: "\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
      default: append(byte)
      }
    }
    append(UInt8(ascii: "\""))
  }

  mutating func append(jsonStrings texts: some Sequence<String>) {
    append(UInt8(ascii: "["))
    var isFirst = true
    for text in texts {
      if !isFirst { append(UInt8(ascii: ",")) }
      isFirst = false
      append(jsonString: text)
    }
    append(UInt8(ascii: "]"))
  }
}
