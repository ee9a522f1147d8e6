import Foundation
import TestSupport
import Testing
import Values

@testable import ZenML

struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONValue { try JSONReader.value(of: Array(text.utf8)) }

  private static let values: [(String, JSONValue)] = [
    ("null", JSONValue.null), (" true ", true), ("false", false), ("0", 0), ("-12", -12), ("9223372036854775807", .integer(.max)),
    ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("1.5", .number(1.5)), ("-0.25e2", .number(-25)), ("1E+2", .number(100)),
    (#""""#, ""), (#""a\"b\\\/\n\t\r\b\f""#, "a\"b\\/\n\t\r\u{8}\u{c}"), (#""\u00e9\ud83d\ude00""#, "é😀"), (#""\ud83d x""#, "\u{FFFD} x"),
    (#""\ude00""#, "\u{FFFD}"), ("\"☃\"", "☃"), ("[]", []), ("[1, [2], {}]", [1, [2], [:]]), ("{}", [:]),
    (#"{"a": {"b": [null]}, "c": "d"}"#, ["a": ["b": [nil]], "c": "d"]),
  ]

  @Test(arguments: values)
  func valuesAreRead(text: String, value: JSONValue) throws {
    #expect(try read(text) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "tru e", "01", "1.", ".5", "+1", "1e", "--1", "1e999", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u12", "\"a\nb\"", "[", "[1",
    "[1,]", "[,1]", "{", "{\"a\"}",
    "{\"a\":}", "{\"a\":1,}", "{a:1}", "{1:1}", "1 2", "[] x", "'a'", "NaN", "\"\\ud83d\\u12\"",
  ])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(throws: JSONTextError.self) { try read(text) }
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    #expect(throws: JSONTextError.self) { try JSONReader.value(of: [0x22, 0xFF, 0x22]) }
    #expect(throws: JSONTextError.self) { try JSONReader.value(of: [0x22, 0xFF, 0x5C, 0x6E, 0x22]) }
  }

  @Test func nestingHasALimit() throws {
    let deep = String(repeating: "[", count: JSONReader.depthLimit) + String(repeating: "]", count: JSONReader.depthLimit)
    _ = try read(deep)
    #expect(throws: JSONTextError.self) { try read("[\(deep)]") }
    #expect(throws: JSONTextError.self) { try read(String(repeating: "[", count: 1_000_000)) }
  }

  /// Foundation is the judge.
  @Test(arguments: UInt64(0)..<200) func textsAreReadAsFoundationReadsThem(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let value = Self.random(&generator, depth: 0)
    let text = value.utf8
    #expect(try JSONReader.value(of: text) == JSONDecoder().decode(JSONValue.self, from: Data(text)), "seed \(seed)")
  }

  private static func random(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth < 4 ? 8 : 6), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .integer(.random(in: .min ... .max, using: &generator))
    case 3: return .number(Double.random(in: -1e9...1e9, using: &generator))
    case 4, 5: return .string(text(&generator))
    case 6: return .array((0..<Int.random(in: 0..<4, using: &generator)).map { _ in random(&generator, depth: depth + 1) })
    default:
      let keys = (0..<Int.random(in: 0..<4, using: &generator)).map { _ in text(&generator) }
      return .object(Dictionary(keys.map { ($0, random(&generator, depth: depth + 1)) }) { first, _ in first })
    }
  }

  private static func text(_ generator: inout SeededGenerator) -> String {
    let scalars: [ClosedRange<UInt32>] = [0...0x7F, 0x80...0x7FF, 0xE000...0xFFFD, 0x1F600...0x1F64F]
    let chosen = (0..<Int.random(in: 0..<8, using: &generator)).compactMap { _ -> Character? in
      let range = scalars.randomElement(using: &generator) ?? scalars[0]
      return Unicode.Scalar(.random(in: range, using: &generator)).map(Character.init)
    }
    return String(chosen)
  }
}
