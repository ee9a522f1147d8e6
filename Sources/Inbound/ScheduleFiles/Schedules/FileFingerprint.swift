import Scheduling

/// Knows schedule files again: the same only for the same files in the same order, each with the same text, read in the same way.
struct FileFingerprint {
  private var sum = SHA256.Stream()

  /// - Parameter settings: what else decides what a reading gives.
  init(settings: [String]) {
    sum.add(bytesOf: settings.count)
    settings.forEach { add($0) }
  }

  mutating func add(_ file: String, _ text: String) {
    add(file)
    add(text)
  }

  /// 64 hexadecimal digits.
  var text: String { sum.hexadecimalDigest }

  /// With its length, so that a text never ends where another one does.
  private mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      sum.add(bytesOf: bytes.count)
      sum.add(bytes)
    }
  }
}
