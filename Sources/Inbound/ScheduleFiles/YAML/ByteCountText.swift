/// Sizes as people write them in files: `4GiB`, `500MiB`, `2GB`.
enum ByteCountText {
  private static let units: [(name: String, bytes: Int)] = [
    ("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("TB", 1_000_000_000_000), ("GB", 1_000_000_000),
    ("MB", 1_000_000), ("kB", 1_000), ("KB", 1_000), ("B", 1),
  ]

  /// Nil when the text is no size, or one that does not fit an `Int`.
  static func bytes(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let name = text.dropFirst(digits.count).drop { $0 == " " }
    guard let number = Int(digits), let unit = units.first(where: { $0.name == name }) else { return nil }
    let (bytes, overflow) = number.multipliedReportingOverflow(by: unit.bytes)
    return overflow ? nil : bytes
  }
}

extension MappingReader {
  /// A size with a unit.
  mutating func byteCount(_ key: String, atLeast least: Int, written shown: String) -> Int? {
    guard let node = take(key), let text = text(of: node, key) else { return nil }
    guard let bytes = ByteCountText.bytes(text) else {
      let meant = Int(text) == nil ? "write one such as 500MiB or 4GiB" : "it has no unit: write \(text)B, or one such as 4GiB"
      log.error("\(key) '\(Self.shown(text))' is not a size; \(meant)", at: node.place)
      return nil
    }
    if bytes >= least { return bytes }
    log.error("\(key) '\(Self.shown(text))' is below \(shown)", at: node.place)
    return nil
  }
}
