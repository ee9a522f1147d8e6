import Logging

/// One entry of the journal, as its native protocol writes it.   Source: systemd.io/JOURNAL_NATIVE_PROTOCOL, systemd 252.
struct JournalEntry {
  private(set) var bytes: [UInt8] = []

  /// All of an entry fits in one datagram: Linux takes 208 KiB (`net.core.wmem_default`), and there are about ten fields.
  static let valueLimit = 12 * 1024

  /// Appends a field. What of the value is beyond `valueLimit` bytes is left out.
  /// - Parameter name: capital letters, digits and `_`, a letter first; journald drops others without a word.
  mutating func append(_ name: String, _ value: String) {
    let value = Self.cut(value)
    bytes += name.utf8
    if value.contains(UInt8(ascii: "\n")) {
      // With its length before it, a line break in it begins no other field.
      bytes.append(UInt8(ascii: "\n"))
      withUnsafeBytes(of: UInt64(value.count).littleEndian) { bytes += $0 }
    } else {
      bytes.append(UInt8(ascii: "="))
    }
    bytes += value
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Not in the middle of a character: journald would show the whole field as binary.
  private static func cut(_ value: String) -> [UInt8] {
    let bytes = Array(value.utf8)
    guard bytes.count > valueLimit else { return bytes }
    var end = valueLimit
    while end > 0, bytes[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
    return Array(bytes[..<end]) + Array("…".utf8)
  }
}

extension JournalEntry {
  /// - Parameter fields: of the message and its logger; `schedule`, `fire` and `run` become fields of these names in capitals,
  ///   others get `CARILLON_` before them, so that none of them can pass for one of the journal's own.
  init(_ message: String, _ level: Logger.Level, _ fields: [(key: String, value: String)]) {
    let pairs = fields.map { " \($0.key)=\(Self.quoted($0.value))" }.joined()
    append("MESSAGE", Self.shown(message + pairs))
    append("PRIORITY", String(Self.priority(level)))
    append("SYSLOG_IDENTIFIER", "carillon")
    append("CARILLON_MESSAGE", message)
    for field in fields { append(Self.name(field.key), field.value) }
  }

  /// journalctl shows a text with a control character in it as "[blob data]"; the fields keep it.
  private static func shown(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control && $0 != "\n" ? "\u{FFFD}" : $0 }))
  }

  private static let ownNames: Set<String> = ["schedule", "fire", "run"]
  /// journald's own limit.
  private static let nameLimit = 64

  static func name(_ key: String) -> String {
    let capitals = key.utf8.map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 32
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
      default: UInt8(ascii: "_")
      }
    }
    let name = String(decoding: capitals, as: UTF8.self)
    return ownNames.contains(key) ? name : String("CARILLON_\(name)".prefix(nameLimit))
  }

  /// Of syslog(3).
  static func priority(_ level: Logger.Level) -> Int {
    switch level {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }

  private static func quoted(_ value: String) -> String {
    let needsQuotes = value.isEmpty || value.contains { $0 == " " || $0 == "\"" || $0.isNewline }
    return needsQuotes ? "\"\(value.replacing("\"", with: "\\\""))\"" : value
  }
}
