/// Builds TZif files, good and bad.
struct TZifFile {
  var version: UInt8 = UInt8(ascii: "2")
  var transitions: [(seconds: Int64, type: UInt8)] = []
  var types: [(offset: Int32, isDaylight: UInt8, abbreviation: UInt8)] = [(0, 0, 0)]
  var abbreviations = "LMT\0"
  var leapSeconds = 0
  var footer: String? = ""

  var bytes: [UInt8] {
    guard version != 0 else { return header(isEmpty: false) + block(timeSize: 4) }
    var bytes = header(isEmpty: true) + [UInt8](repeating: 0, count: 7) + header(isEmpty: false) + block(timeSize: 8)
    if let footer { bytes += Array("\n\(footer)\n".utf8) }
    return bytes
  }

  /// An empty block has one type and one abbreviation byte.
  private func header(isEmpty: Bool) -> [UInt8] {
    let counts = isEmpty ? [0, 0, 0, 0, 1, 1] : [0, 0, leapSeconds, transitions.count, types.count, abbreviations.utf8.count]
    return Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15) + counts.flatMap { Self.bigEndian(Int64($0), size: 4) }
  }

  private func block(timeSize: Int) -> [UInt8] {
    var bytes = transitions.flatMap { Self.bigEndian($0.seconds, size: timeSize) }
    bytes += transitions.map(\.type)
    for type in types { bytes += Self.bigEndian(Int64(type.offset), size: 4) + [type.isDaylight, type.abbreviation] }
    bytes += Array(abbreviations.utf8)
    return bytes + [UInt8](repeating: 0, count: leapSeconds * (timeSize + 4))
  }

  private static func bigEndian(_ value: Int64, size: Int) -> [UInt8] {
    (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> Int64($0 * 8)) }
  }
}
