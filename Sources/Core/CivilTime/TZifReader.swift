/// Reads the Time Zone Information Format, versions 1 to 4. Source: RFC 9636.
///
/// Every count and index comes from outside and is checked before it is used, so malformed bytes are an error and never a crash.
struct TZifReader {
  let zone: String
  private let bytes: [UInt8]
  private var position = 0

  private static let headerSize = 44

  init(zone: String, bytes: [UInt8]) {
    self.zone = zone
    self.bytes = bytes
  }

  mutating func read() throws(TZifError) -> TZifData {
    let first = try readHeader()
    guard first.version > 1 else { return try readBlock(first, timeSize: 4) }
    try skip(first.blockSize(timeSize: 4), part: "32-bit data")
    let second = try readHeader()
    var data = try readBlock(second, timeSize: 8)
    data.footer = try readFooter()
    return data
  }

  func failure(_ problem: TZifError.Problem) -> TZifError {
    TZifError(zone: zone, problem: problem)
  }
}

/// The parts of a file, in their order.
extension TZifReader {
  private mutating func readHeader() throws(TZifError) -> TZifHeader {
    guard bytes.count - position >= Self.headerSize else {
      throw failure(bytes.starts(with: Array("TZif".utf8)) ? .truncated("header") : .notTZif)
    }
    guard bytes[position..<position + 4].elementsEqual("TZif".utf8) else { throw failure(.notTZif) }
    let versionByte = bytes[position + 4]
    guard versionByte == 0 || UInt8(ascii: "2")...UInt8(ascii: "9") ~= versionByte else {
      throw failure(.unsupportedVersion(versionByte))
    }
    position += 20
    let header = TZifHeader(
      version: versionByte == 0 ? 1 : Int(versionByte - UInt8(ascii: "0")),
      utcIndicators: readCount(), standardIndicators: readCount(), leapSeconds: readCount(),
      transitions: readCount(), types: readCount(), abbreviationBytes: readCount())
    try check(header)
    return header
  }

  private func check(_ header: TZifHeader) throws(TZifError) {
    if !(1...256 ~= header.types) { throw failure(.badCount("local time types")) }
    if header.abbreviationBytes == 0 { throw failure(.badCount("abbreviation bytes")) }
    if header.utcIndicators != 0, header.utcIndicators != header.types { throw failure(.badCount("UT/local indicators")) }
    if header.standardIndicators != 0, header.standardIndicators != header.types {
      throw failure(.badCount("standard/wall indicators"))
    }
  }

  private mutating func readBlock(_ header: TZifHeader, timeSize: Int) throws(TZifError) -> TZifData {
    let end = position + header.blockSize(timeSize: timeSize)
    guard end <= bytes.count else { throw failure(.truncated("transitions")) }
    if header.leapSeconds > 0 { throw failure(.leapSeconds) }
    let times = (0..<header.transitions).map { _ in readInteger(size: timeSize) }
    let typeIndexes = (0..<header.transitions).map { _ in Int(readInteger(size: 1) & 0xff) }
    let types = (0..<header.types).map { _ in readRawType() }
    let abbreviations = bytes[position..<position + header.abbreviationBytes]
    position = end
    return TZifData(
      times: try checkedTimes(times), typeIndexes: try checked(typeIndexes, typeCount: types.count),
      types: try resolve(types, abbreviations: Array(abbreviations)), footer: nil)
  }

  /// The POSIX rule between two newlines; nil when it is empty.
  private mutating func readFooter() throws(TZifError) -> PosixTimeZone? {
    let newline = UInt8(ascii: "\n")
    guard position < bytes.count, bytes[position] == newline,
      let end = bytes[(position + 1)...].firstIndex(of: newline)
    else { throw failure(.truncated("footer")) }
    let text = bytes[position + 1..<end]
    if text.isEmpty { return nil }
    guard let rule = PosixTimeZone(parsing: Array(text)) else {
      throw failure(.badFooter(String(decoding: text.prefix(80), as: UTF8.self)))
    }
    return rule
  }
}

/// Values, and the rules they must keep.
extension TZifReader {
  private struct RawType {
    let offset: Int
    let isDaylight: Bool
    let abbreviationIndex: Int
  }

  private mutating func skip(_ count: Int, part: String) throws(TZifError) {
    guard count <= bytes.count - position else { throw failure(.truncated(part)) }
    position += count
  }

  /// A four-byte count; the caller made sure that the header is complete.
  private mutating func readCount() -> Int {
    Int(readInteger(size: 4) & 0xffff_ffff)
  }

  /// A big-endian two's complement integer; the caller made sure that it is complete.
  private mutating func readInteger(size: Int) -> Int64 {
    var value = Int64(Int8(bitPattern: bytes[position]))
    for byte in bytes[position + 1..<position + size] { value = value << 8 | Int64(byte) }
    position += size
    return value
  }

  private mutating func readRawType() -> RawType {
    RawType(
      offset: Int(readInteger(size: 4)), isDaylight: readInteger(size: 1) != 0,
      abbreviationIndex: Int(readInteger(size: 1) & 0xff))
  }

  private func checkedTimes(_ times: [Int64]) throws(TZifError) -> [Int64] {
    for index in times.indices {
      guard ZoneSegment.beginningOfTime..<ZoneSegment.endOfTime ~= times[index] else { throw failure(.badTime(seconds: times[index])) }
      if index > 0, times[index] <= times[index - 1] { throw failure(.transitionsNotAscending(index: index)) }
    }
    return times
  }

  private func checked(_ typeIndexes: [Int], typeCount: Int) throws(TZifError) -> [Int] {
    if let bad = typeIndexes.first(where: { $0 >= typeCount }) { throw failure(.badTypeIndex(bad)) }
    return typeIndexes
  }

  private func resolve(_ types: [RawType], abbreviations: [UInt8]) throws(TZifError) -> [ZoneOffset] {
    var resolved: [ZoneOffset] = []
    for type in types {
      guard PosixTimeZone.offsetLimits ~= type.offset else { throw failure(.badOffset(seconds: type.offset)) }
      guard type.abbreviationIndex < abbreviations.count,
        let end = abbreviations[type.abbreviationIndex...].firstIndex(of: 0)
      else { throw failure(.badAbbreviation(index: type.abbreviationIndex)) }
      let name = String(decoding: abbreviations[type.abbreviationIndex..<end], as: UTF8.self)
      resolved.append(ZoneOffset(seconds: type.offset, isDaylight: type.isDaylight, abbreviation: name))
    }
    return resolved
  }
}
