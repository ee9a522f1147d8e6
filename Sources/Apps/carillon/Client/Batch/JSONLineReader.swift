/// Reads one JSON object from one line, member by member and strictly (RFC 8259).
///
/// Foundation's readers neither keep the spelling of a number nor say where a value stands, and both are needed for answers.
struct JSONLineReader {
  struct Member {
    let name: String
    let value: Value
    /// The value's bytes in the line, quotes included.
    let range: Range<Int>
  }

  enum Value: Equatable {
    case string(String)
    /// As it is spelled.
    case number(String)
    case null
    /// A truth value, an array or an object.
    case other
  }

  let line: [UInt8]
  /// Bytes read.
  var position = 0
  private var isInside = false

  /// Deeper arrays and objects are refused, so that no line can exhaust the stack.
  private static let deepest = 64

  init(_ line: [UInt8]) {
    self.line = line
  }

  /// The next member of the object; nil after its closing brace, when nothing follows.
  mutating func nextMember() throws(JSONLineError) -> Member? {
    let isFirst = !isInside
    if isFirst { try enter() }
    skipBlanks()
    if take(UInt8(ascii: "}")) {
      skipBlanks()
      if next != nil { throw error("nothing may follow the object") }
      return nil
    }
    if !isFirst {
      try expect(UInt8(ascii: ","), "',' or '}'")
      skipBlanks()
    }
    let name = try readName()
    let start = position
    let value = try readValue(depth: 1)
    return Member(name: name, value: value, range: start..<position)
  }

  private mutating func enter() throws(JSONLineError) {
    skipBlanks()
    try expect(UInt8(ascii: "{"), "a JSON object")
    isInside = true
  }

  /// A name with its colon, up to the value.
  private mutating func readName() throws(JSONLineError) -> String {
    try expect(UInt8(ascii: "\""), "a member's name in quotes")
    let name = try readString()
    skipBlanks()
    try expect(UInt8(ascii: ":"), "':'")
    skipBlanks()
    return name
  }

  private mutating func readValue(depth: Int) throws(JSONLineError) -> Value {
    switch next {
    case UInt8(ascii: "\""):
      skip()
      return .string(try readString())
    case UInt8(ascii: "-"): return .number(try readNumber())
    case let digit? where UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit: return .number(try readNumber())
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      try skipContainer(depth: depth)
      return .other
    default: return try readLiteral()
    }
  }

  private mutating func readLiteral() throws(JSONLineError) -> Value {
    for (word, value) in [("null", Value.null), ("true", .other), ("false", .other)] where line[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    throw error("expected a value")
  }

  private mutating func skipContainer(depth: Int) throws(JSONLineError) {
    guard depth < Self.deepest else { throw error("more than \(Self.deepest) levels of arrays and objects") }
    let isObject = next == UInt8(ascii: "{")
    let close = isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    skip()
    skipBlanks()
    if take(close) { return }
    while true {
      if isObject { _ = try readName() }
      _ = try readValue(depth: depth + 1)
      skipBlanks()
      if take(close) { return }
      try expect(UInt8(ascii: ","), isObject ? "',' or '}'" : "',' or ']'")
      skipBlanks()
    }
  }
}
