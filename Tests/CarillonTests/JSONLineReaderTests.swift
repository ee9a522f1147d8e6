import Foundation
import Testing

@testable import carillon

@Suite struct JSONLineReaderTests {
  private func members(_ line: String) throws -> [JSONLineReader.Member] { try members(Array(line.utf8)) }

  private func members(_ line: [UInt8]) throws -> [JSONLineReader.Member] {
    var reader = JSONLineReader(line)
    var members: [JSONLineReader.Member] = []
    while let member = try reader.nextMember() { members.append(member) }
    return members
  }

  @Test func membersComeWithTheirPlaces() throws {
    let members = try members(#" { "a" : "x" , "b":-1.5e+3,"c":[[],{"d":{}}],"e":null, "f":false } "#)
    #expect(members.map(\.name) == ["a", "b", "c", "e", "f"])
    #expect(members.map(\.value) == [.string("x"), .number("-1.5e+3"), .other, .null, .other])
    #expect(members.map(\.range) == [9..<12, 19..<26, 31..<44, 49..<53, 59..<64])
  }

  @Test func escapesAreUndone() throws {
    let value = try members(#"{"a":"q\"\\\/\b\f\n\r\t\u00e5\uD83D\uDD14é"}"#).first?.value
    #expect(value == .string("q\"\\/\u{8}\u{C}\n\r\tå🔔é"))
  }

  @Test(arguments: [
    ("", 0), ("[]", 0), ("{", 1), ("{}x", 2), (#"{"a"}"#, 4), (#"{"a":}"#, 5), (#"{"a":1,}"#, 7), (#"{"a":01}"#, 6), (#"{"a":.5}"#, 5),
    (#"{"a":1.}"#, 7), (#"{"a":1e}"#, 7), (#"{"a":-}"#, 6), (#"{"a":+1}"#, 5), (#"{"a":tru}"#, 5), (#"{"a":"x}"#, 8), (#"{"a":"\x"}"#, 6),
    (#"{"a":"\u00g0"}"#, 6), (#"{"a":"\uD800"}"#, 6), (#"{"a":"\uD800\u0041"}"#, 6), (#"{"a":"\uDC00"}"#, 6), ("{\"a\":\"\t\"}", 6),
    (#"{"a":[1,]}"#, 8), (#"{"a":[1 2]}"#, 8), (#"{"a":{"b" 1}}"#, 10), ("{a:1}", 1), ("{'a':1}", 1), (#"{"a":1 "b":2}"#, 7),
    (#"{"a":NaN}"#, 5),
  ])
  func whatIsNoObjectIsRefusedWhereItGoesWrong(line: String, position: Int) {
    let error = #expect(throws: JSONLineError.self) { try members(line) }
    #expect(error?.position == position, "\(error.debugDescription)")
  }

  @Test func bytesThatAreNoTextAreRefused() {
    let line = Array(#"{"a":""#.utf8) + [0xFF, 0xC0, 0x80] + Array("\"}".utf8)
    #expect(throws: JSONLineError(position: 6, message: "the string is not UTF-8")) { try members(line) }
  }

  @Test func endlessNestingIsRefused() throws {
    func line(_ depth: Int) -> String { "{\"a\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}" }
    #expect(try members(line(63)).count == 1)
    #expect(throws: JSONLineError.self) { try members(line(64)) }
    #expect(throws: JSONLineError.self) { try members("{\"a\":" + String(repeating: "[", count: 500_000)) }
  }

  /// Changes a byte, and asks the reader of Foundation whether the line is still an object.
  @Test(arguments: UInt8.min...UInt8.max) func itRefusesWhatFoundationRefuses(byte: UInt8) {
    let line = Array(#"{"id":[1,{"k":"\u00e5\n"}],"n":-10.25E-2,"t":true}"#.utf8)
    for position in line.indices {
      var changed = line
      changed[position] = byte
      let isObject = (try? JSONSerialization.jsonObject(with: Data(changed))) is [String: Any]
      #expect(((try? members(changed)) != nil) == isObject, "'\(String(decoding: changed, as: UTF8.self))'")
    }
  }
}
