import Scheduling
import Seams

/// The secrets of one request, and how they are kept out of every sentence about it.
struct SecretMask: Sendable {
  private struct Entry: Sendable {
    let value: String
    /// The reference that stands for it; nil for one that was written out.
    let written: String?
  }

  private var entries: [Entry] = []

  /// Shorter texts are no secrets, and replacing them would leave nothing of a sentence.
  fileprivate static let shortestSecret = 4

  /// - Parameter written: nil for a secret that no reference stands for.
  mutating func add(_ value: String, writtenAs written: String?) {
    guard value.utf8.count >= Self.shortestSecret, !entries.contains(where: { $0.value == value }) else { return }
    entries.append(Entry(value: value, written: written))
    // The longest first: a secret may be a part of another.
    entries.sort { $0.value.utf8.count > $1.value.utf8.count }
  }

  /// Adds what was written out in `values` under names that tell a credential. Of `Bearer abc` also the last word alone is one.
  mutating func addCredentials(of values: [String: String]) {
    for (name, value) in values where Self.isCredential(name) {
      add(value, writtenAs: nil)
      if let last = value.split(separator: " ").last { add(String(last), writtenAs: nil) }
    }
  }

  private static let tellingParts = [
    "auth", "bearer", "cookie", "credential", "jwt", "key", "passp", "passw", "pwd", "secret", "signature", "token",
  ]
  /// Parts of too many other words.
  private static let tellingNames: Set<String> = ["pass", "pin", "sid", "sig"]

  static func isCredential(_ name: String) -> Bool {
    let name = name.lowercased()
    return tellingNames.contains(name) || tellingParts.contains { name.contains($0) }
  }

  var count: Int { entries.count }

  /// `text` without any of the secrets, as they are or as they look encoded.
  ///
  /// Looks for bytes: there may be thousands of forms, and most do not occur.
  func hidden(in text: String) -> String {
    var bytes = Array(text.utf8)
    let isASCII = bytes.allSatisfy { $0 < 0x80 }
    for entry in entries {
      let forms = EncodedForms.all(of: entry.value)
      for form in forms {
        bytes.hide(Array(form.utf8))
        // The same letters may be other bytes (Unicode, canonical equivalence).
        guard !isASCII, form.utf8.contains(where: { $0 >= 0x80 }) else { continue }
        bytes = Array(String(decoding: bytes, as: UTF8.self).replacing(form, with: "…").utf8)
      }
      bytes.hideBehindEscapes(forms)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// `text` with its secrets turned into the references that stand for them; nil when one is in it that no
  /// reference could stand for.
  func referring(_ text: String) -> String? {
    let referring = entries.reduce(text) { text, entry in entry.written.map { text.replacing(entry.value, with: $0) } ?? text }
    // Whoever writes a URL may encode as much of a secret as he likes: of `a&b!` often the `&` alone.
    let read = [referring, URLText.decoded(referring), URLText.decoded(referring.replacing("+", with: " "))]
    return read.allSatisfy { hidden(in: $0) == $0 } ? referring : nil
  }
}

extension [UInt8] {
  /// Puts `…` where `form` is, from the left.
  ///
  /// - Complexity: O(bytes) where it is not, but for bytes that repeat themselves.
  fileprivate mutating func hide(_ form: [UInt8]) { hide(at: places(of: form)) }

  /// Puts `…` where one of `forms` is read when escapes are (`UnescapedText`).
  fileprivate mutating func hideBehindEscapes(_ forms: [String]) {
    guard var unescaped = UnescapedText(self) else { return }
    for form in forms {
      let places = unescaped.places(of: Array(form.utf8))
      guard !places.isEmpty else { continue }
      hide(at: places)
      guard let rest = UnescapedText(self) else { return }
      unescaped = rest
    }
  }

  /// - Parameter places: in their order.
  private mutating func hide(at places: [Range<Int>]) {
    guard !places.isEmpty else { return }
    var (hidden, kept) = ([UInt8](), 0)
    for place in places {
      hidden += self[kept..<place.lowerBound]
      hidden += "…".utf8
      kept = place.upperBound
    }
    self = hidden + self[kept...]
  }
}

extension [UInt8] {
  /// Where `form` is, from the left; none of these places overlaps the one before.
  func places(of form: [UInt8]) -> [Range<Int>] {
    guard let begin = form.first else { return [] }
    var (places, index) = ([Range<Int>](), 0)
    while index + form.count <= count {
      guard self[index] == begin, self[index..<index + form.count].elementsEqual(form) else {
        index += 1
        continue
      }
      places.append(index..<index + form.count)
      index += form.count
    }
    return places
  }
}

/// How a text may look in another's words.
enum EncodedForms {
  /// Shorter pieces of Base64 may be anything.
  private static let shortestPiece = 6

  /// Plain, on one line, percent-encoded (RFC 3986, as forms do it, and as far as a path or a request needs it), and in Base64 of both alphabets, wherever in the encoded
  /// text it begins. Longest first. Inside JSON, and as Python shows a text, they are found behind its escapes.
  static func all(of text: String) -> [String] {
    var forms: Set<String> = [text, URLText.formEncoded(text)]
    let carriable = [URLText.carriable(text), URLText.carriableLiteral(text)]
    for percent in [URLText.encoded(text), URLText.encoded(text, keeping: "/")] + carriable {
      forms.formUnion([percent, percent.lowercasedEscapes])
    }
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if line.utf8.count >= SecretMask.shortestSecret { forms.insert(line) }
    for piece in base64Pieces(of: text) {
      forms.formUnion([piece, piece.replacing("+", with: "-").replacing("/", with: "_")])
      forms.insert(URLText.encoded(piece))
    }
    return forms.filter { !$0.isEmpty }.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  /// In Base64 three bytes are four characters, so a text looks different at each of three offsets; the characters at its
  /// ends belong to its neighbours too, and are left out.
  private static func base64Pieces(of text: String) -> [String] {
    (0..<3).compactMap { offset in
      let bytes = [UInt8](repeating: 0, count: offset) + Array(text.utf8)
      let whole = bytes.count / 3 * 3
      let piece = Base64.text(of: Array(bytes[..<whole])).dropFirst(offset == 0 ? 0 : 4)
      return piece.count >= shortestPiece ? String(piece) : nil
    }
  }
}

/// Base64 (RFC 4648, section 4) of whole groups of three bytes.
private enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

  static func text(of bytes: [UInt8]) -> String {
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let word = bytes[start..<start + 3].reduce(0) { $0 << 8 | Int($1) }
      for shift in [18, 12, 6, 0] { text.append(alphabet[word >> shift & 63]) }
    }
    return text
  }
}

extension String {
  /// `%2F` as `%2f`.
  fileprivate var lowercasedEscapes: String {
    let pieces = split(separator: "%", omittingEmptySubsequences: false)
    return ([String(pieces[0])] + pieces.dropFirst().map { $0.prefix(2).lowercased() + $0.dropFirst(2) }).joined(separator: "%")
  }
}
