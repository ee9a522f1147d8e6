/// Reads JSON text (RFC 8259) in one pass over its bytes.
///
/// Foundation's decoder, asked for a value of any type, tries one type after the other at each place, and each failure is
/// an error that is thrown.
package struct JSONReader {
  /// Deeper nesting than any record has; it bounds the stack.
  package static let depthLimit = 256

  let bytes: UnsafeBufferPointer<UInt8>
  var place = 0
  private var depth = 0

  /// - Throws: `JSONTextError` for anything that is not exactly one JSON value.
  package static func value(of bytes: [UInt8]) throws(JSONTextError) -> JSONValue {
    let result = bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONReader(bytes: buffer)
      return Result { () throws(JSONTextError) in try reader.document() }
    }
    return try result.get()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  private mutating func document() throws(JSONTextError) -> JSONValue {
    let value = try value()
    skipBlanks()
    guard place == bytes.count else { throw problem("text after the value") }
    return value
  }

  private mutating func value() throws(JSONTextError) -> JSONValue {
    skipBlanks()
    guard place < bytes.count else { throw problem("it ends too early") }
    switch bytes[place] {
    case UInt8(ascii: "{"): return try nested { (reader) throws(JSONTextError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { (reader) throws(JSONTextError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try text())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ read: (inout JSONReader) throws(JSONTextError) -> JSONValue
  ) throws(JSONTextError) -> JSONValue {
    depth += 1
    guard depth <= Self.depthLimit else { throw problem("nested more than \(Self.depthLimit) deep") }
    place += 1
    let value = try read(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(JSONTextError) -> JSONValue {
    var members: [String: JSONValue] = [:]
    if takes("}") { return .object(members) }
    while true {
      skipBlanks()
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else { throw problem("a member's name is missing") }
      let key = try text()
      guard takes(":") else { throw problem("':' is missing") }
      members[key] = try value()
      if takes("}") { return .object(members) }
      guard takes(",") else { throw problem("',' or '}' is missing") }
    }
  }

  private mutating func array() throws(JSONTextError) -> JSONValue {
    var items: [JSONValue] = []
    if takes("]") { return .array(items) }
    while true {
      items.append(try value())
      if takes("]") { return .array(items) }
      guard takes(",") else { throw problem("',' or ']' is missing") }
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONTextError) -> JSONValue {
    let wanted = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes[place...].starts(with: wanted) else { throw problem("'\(word)' was expected") }
    place += wanted.count
    return value
  }

  private mutating func takes(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func skipBlanks() {
    while place < bytes.count, Self.isBlank(bytes[place]) { place += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  func problem(_ words: String) -> JSONTextError { JSONTextError(offset: place, problem: words) }
}

/// Why a text is not JSON.
package struct JSONTextError: Error, Equatable, CustomStringConvertible {
  /// In bytes, from 0.
  package let offset: Int
  package let problem: String

  package var description: String { "\(problem) at byte \(offset)" }
}
