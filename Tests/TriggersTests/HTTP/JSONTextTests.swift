import Foundation
import Scheduling
import TestSupport
import Testing

@Suite struct JSONTextTests {
  @Test(arguments: UInt64(0)..<200)
  func readByAnotherReaderItIsTheSame(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let value = JSONValue.random(depth: 3, using: &generator)
    let read = try JSONDecoder().decode(JSONValue.self, from: Data(value.jsonText.utf8))
    #expect(read == value, "\(value.jsonText)")
  }

  @Test func membersAreInTheOrderOfTheirKeysWithoutBlanks() {
    let value: JSONValue = ["b": [1, .number(2.5), true, nil], "a": ["x/y": "é\u{1}\"\\\n"], "": 3]
    #expect(value.jsonText == #"{"":3,"a":{"x/y":"é\u0001\"\\\n"},"b":[1,2.5,true,null]}"#)
  }

  @Test(arguments: [(1.0, "1"), (0.1, "0.1"), (-1e300, "-1e+300"), (.leastNonzeroMagnitude, "5e-324"), (.infinity, "null")])
  func aNumberIsItsShortestDigits(_ number: Double, _ text: String) { #expect(JSONValue.number(number).jsonText == text) }
}

extension JSONValue {
  fileprivate static func random(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
    case 0: .null
    case 1: .bool(.random(using: &generator))
    case 2: .integer(.random(in: .min ... .max, using: &generator))
    // With a fraction: Foundation reads a whole one as an integer.
    case 3: .number(Double(Int.random(in: -1_000_000...1_000_000, using: &generator)) + 0.375)
    case 4: .string(text(using: &generator))
    case 5: .array((0..<Int.random(in: 0...4, using: &generator)).map { _ in random(depth: depth - 1, using: &generator) })
    default:
      .object(
        Dictionary(
          (0..<Int.random(in: 0...4, using: &generator)).map { _ in (text(using: &generator), random(depth: depth - 1, using: &generator)) }
        ) { first, _ in first })
    }
  }

  private static func text(using generator: inout SeededGenerator) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...8, using: &generator) {
      let bound: UInt32 = Bool.random(using: &generator) ? 0x80 : 0x11_0000
      if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &generator)) { text.append(scalar) }
    }
    return String(text)
  }
}
