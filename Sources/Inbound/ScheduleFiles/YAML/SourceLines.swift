/// The lines of a text, without their breaks; made when they are asked for, since few are.
///
/// Of YAML split at the line breaks of YAML 1.1, so that the numbers of lines agree with libyaml's.
struct SourceLines: RandomAccessCollection {
  /// What ends a line.
  enum Breaks {
    /// Also U+0085, U+2028 and U+2029.
    case ofYAML
    /// Carriage return and line feed, and each alone: the others are part of what a line says (RFC 5545 section 3.1).
    case ofICalendar
  }

  private let bytes: [UInt8]
  /// Where each line begins and ends.
  private let ranges: [Range<Int32>]
  /// False when a break is none that `\n` alone would be, or a byte order mark is in front.
  private let isPlain: Bool

  /// Bytes are many times faster than characters, and no break begins inside of another character.
  init(bytes: [UInt8], breaks: Breaks) {
    let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var ranges: [Range<Int32>] = []
    var start = bytes.starts(with: byteOrderMark) ? byteOrderMark.count : 0
    var isPlain = start == 0
    var index = start
    while index < bytes.count {
      let length = Self.breakLength(at: index, in: bytes, breaks)
      if length > 0 {
        if bytes[index] != 0x0A { isPlain = false }
        ranges.append(Int32(start)..<Int32(index))
        start = index + length
      }
      index += Swift.max(1, length)
    }
    ranges.append(Int32(start)..<Int32(bytes.count))
    (self.bytes, self.ranges, self.isPlain) = (bytes, ranges, isPlain)
  }

  /// How many bytes the line break at `index` has; 0 when there is none.
  private static func breakLength(at index: Int, in bytes: [UInt8], _ breaks: Breaks) -> Int {
    let byte = bytes[index]
    // No break begins with another byte.
    guard byte < 0x0E || byte >= 0xC2 && breaks == .ofYAML else { return 0 }
    let next = index + 1 < bytes.count ? bytes[index + 1] : 0
    switch byte {
    case 0x0A: return 1
    case 0x0D: return next == 0x0A ? 2 : 1
    // U+0085.
    case 0xC2: return next == 0x85 ? 2 : 0
    // U+2028 and U+2029.
    case 0xE2 where next == 0x80 && index + 2 < bytes.count: return bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9 ? 3 : 0
    default: return 0
    }
  }

  var byteCount: Int { bytes.count }
  var startIndex: Int { 0 }
  var endIndex: Int { ranges.count }
  subscript(index: Int) -> String { String(decoding: utf8(index), as: UTF8.self) }

  func utf8(_ index: Int) -> ArraySlice<UInt8> { bytes[Int(ranges[index].lowerBound)..<Int(ranges[index].upperBound)] }

  /// The text with one kind of break.
  /// - Parameters:
  ///   - replaced: lines by their index, which stand for others.
  ///   - wanted: those of the text; nil for all.
  func joined(replacing replaced: [Int: String] = [:], in wanted: Range<Int>? = nil) -> String {
    let wanted = wanted ?? indices
    guard let first = wanted.first, let last = wanted.last else { return "" }
    let span = Int(ranges[first].lowerBound)..<Int(ranges[last].upperBound)
    if isPlain, replaced.isEmpty { return String(decoding: bytes[span], as: UTF8.self) }
    var joined: [UInt8] = []
    joined.reserveCapacity(span.count)
    for index in wanted {
      if index > first { joined.append(UInt8(ascii: "\n")) }
      if let line = replaced[index] { joined.append(contentsOf: line.utf8) } else { joined.append(contentsOf: utf8(index)) }
    }
    return String(decoding: joined, as: UTF8.self)
  }
}
