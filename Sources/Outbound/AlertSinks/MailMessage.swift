import Alerts
import CivilTime
import Scheduling

/// An alert as a mail: plain text in UTF-8, every line of it short and in ASCII on the wire (RFC 5322, RFC 2045, RFC 2047).
///
/// No text of an alert reaches a header but as an encoded word, and no line break a header at all.
struct MailMessage {
  private let headers: [(name: String, value: String)]
  private let text: String

  init(_ alert: Alert, from: MailAddress, to: [MailAddress], instance: String) {
    let host = from.text.split(separator: "@").last.map(String.init) ?? "localhost"
    headers = [
      ("From", from.text), ("To", to.map(\.text).joined(separator: ",\r\n ")),
      ("Subject", EncodedWords.text("[carillon] \(alert.title)", ofHeader: "Subject")),
      ("Date", MailDate.text(alert.at)), ("Message-ID", "<\(alert.id)@\(host)>"),
      // One matter is one thread in the reader's program.
      ("References", "<\(Self.thread(alert))@\(host)>"), ("MIME-Version", "1.0"), ("Content-Type", "text/plain; charset=utf-8"),
      ("Content-Transfer-Encoding", "quoted-printable"), ("Auto-Submitted", "auto-generated"), ("X-Carillon-Kind", alert.kind.rawValue),
    ]
    let details = alert.details.map { "\($0.label): \($0.value)" }
    text = ([alert.sentence, "", "more: \(alert.why)", ""] + details + ["", "-- ", "Carillon, instance \(instance)"]).joined(
      separator: "\n")
  }

  private static func thread(_ alert: Alert) -> Identifier { .version5(namespace: threads, name: alert.cause) }
  private static let threads = Identifier(high: 0x6361_7269_6c6c_5f6e, low: 0x8000_7468_7265_6164)

  var bytes: [UInt8] {
    let head = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
    return Array((head + "\r\n" + QuotedPrintable.encoded(text)).utf8)
  }
}

/// `Sat, 21 Nov 2026 13:00:00 +0000`.   Source: RFC 5322, section 3.3.
enum MailDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  static func text(_ instant: Instant) -> String {
    let civil = CivilDateTime(utc: instant)
    let time = [civil.hour, civil.minute, civil.second].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    return "\(days[civil.weekday]), \(civil.day) \(months[civil.month - 1]) \(civil.year) \(time) +0000"
  }
}

/// Any text as the value of a header.   Source: RFC 2047, section 2.
enum EncodedWords {
  /// Of a line with such a word; a word itself is at most 75 characters.
  private static let lineMost = 76
  /// `=?utf-8?B?` and `?=`.
  private static let around = 12

  /// So many bytes fit behind so many characters of the line, as groups of 3 in 4.
  private static func bytesMost(behind column: Int) -> Int { (lineMost - column - around) / 4 * 3 }

  static func text(_ text: String, ofHeader name: String) -> String {
    // The first word stands behind `Name: `, the others behind the space of a folded line.
    let (first, other) = (bytesMost(behind: name.utf8.count + 2), bytesMost(behind: 1))
    var words: [[UInt8]] = [[]]
    for character in text.unicodeScalars {
      let bytes = Array(String(character).utf8)
      if words[words.count - 1].count + bytes.count > (words.count == 1 ? first : other) { words.append([]) }
      words[words.count - 1] += bytes
    }
    return words.map { "=?utf-8?B?\(Base64.encoded($0))?=" }.joined(separator: "\r\n ")
  }
}

/// RFC 4648, section 4.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encoded(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      for place in 0..<4 { text.append(place > group.count ? UInt8(ascii: "=") : alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 63)]) }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// Text of any length and alphabet in short lines of ASCII.   Source: RFC 2045, section 6.7.
enum QuotedPrintable {
  private static let lineMost = 76

  static func encoded(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { folded(units(of: $0)) }.joined(separator: "\r\n") + "\r\n"
  }

  /// Each a character that stands for itself, or `=XX`.
  private static func units(of line: Substring) -> [String] {
    let bytes = Array(line.utf8)
    return bytes.enumerated().map { index, byte in
      let isBlankAtEnd = byte == 0x20 && index == bytes.count - 1
      if (0x20...0x7E).contains(byte), byte != UInt8(ascii: "="), !isBlankAtEnd { return String(UnicodeScalar(byte)) }
      return "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }

  private static func folded(_ units: [String]) -> String {
    var (text, column) = ("", 0)
    for unit in units {
      if column + unit.utf8.count > lineMost - 1 {
        text += "=\r\n"
        column = 0
      }
      text += unit
      column += unit.utf8.count
    }
    return text
  }
}
