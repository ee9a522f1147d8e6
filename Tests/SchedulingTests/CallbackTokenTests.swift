import Testing

@testable import Scheduling

@Suite struct SHA256Tests {
  private func hexadecimal(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

  /// FIPS 180-4's own examples, and the lengths at which the padding takes a block more.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    (String(repeating: "a", count: 55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    (String(repeating: "a", count: 64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    (String(repeating: "a", count: 1_000), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"),
  ])
  func theStandardsExamplesHaveTheirDigests(message: String, digest: String) {
    #expect(hexadecimal(SHA256.digest(of: Array(message.utf8))) == digest)
  }

  @Test func aMessageInPartsHasTheDigestOfTheWhole() {
    let message = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    for part in [1, 3, 63, 64, 65, 127, 128, 400, 999] {
      var sum = SHA256.Stream()
      for start in stride(from: 0, to: message.count, by: part) {
        message[start..<min(start + part, message.count)].withUnsafeBufferPointer { sum.add($0) }
      }
      #expect(sum.digest == SHA256.digest(of: message), "in parts of \(part)")
    }
  }

  /// RFC 4231, test cases 1, 2 and 6.
  @Test(arguments: [
    ([UInt8](repeating: 0x0B, count: 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
    (Array("Jefe".utf8), "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
    (
      [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
  func theStandardsExamplesHaveTheirCodes(key: [UInt8], message: String, code: String) {
    #expect(hexadecimal(SHA256.authenticationCode(of: Array(message.utf8), key: key)) == code)
  }
}

@Suite struct CallbackTokenTests {
  private let fire = Identifier(high: 1, low: 2)

  private func key(_ byte: UInt8 = 7) throws -> CallbackKey { try #require(CallbackKey(bytes: [UInt8](repeating: byte, count: 32))) }

  @Test func aTokenIsKnownAgain() throws {
    let token = CallbackToken(fire: fire, attempt: 2, key: try key())
    #expect(CallbackToken(verifying: token.text, key: try key()) == token)
    #expect(token.text == CallbackToken(fire: fire, attempt: 2, key: try key()).text)
    #expect(token.text.hasPrefix("\(fire).2.") && token.text.count == 36 + 1 + 1 + 1 + 64)
  }

  @Test func eachAttemptHasATokenOfItsOwn() throws {
    let (first, second) = (CallbackToken(fire: fire, attempt: 1, key: try key()), CallbackToken(fire: fire, attempt: 2, key: try key()))
    #expect(first.text.split(separator: ".").last != second.text.split(separator: ".").last)
  }

  @Test func aTokenThatWasNotMadeWithTheKeyIsNone() throws {
    let text = CallbackToken(fire: fire, attempt: 2, key: try key()).text
    #expect(CallbackToken(verifying: text, key: try key(8)) == nil)
    #expect(CallbackToken(verifying: text.replacing(".2.", with: ".3."), key: try key()) == nil)
    for (place, character) in text.enumerated() where character != "." && character != "-" {
      var changed = Array(text)
      changed[place] = character == "0" ? "1" : "0"
      #expect(CallbackToken(verifying: String(changed), key: try key()) == nil)
    }
  }

  @Test(arguments: ["", ".", "..", "x.1.y", "00000000-0000-0001-0000-000000000002.0.00", "00000000-0000-0001-0000-000000000002.+2.00"])
  func whatHasNotTheFormIsNone(text: String) throws { #expect(CallbackToken(verifying: text, key: try key()) == nil) }

  @Test func aTokenInOtherWordsIsNone() throws {
    let text = CallbackToken(fire: fire, attempt: 2, key: try key()).text
    for other in [text.uppercased(), text.replacing(".2.", with: ".02."), text + " ", text.replacing("-", with: "")] {
      #expect(CallbackToken(verifying: other, key: try key()) == nil, "\(other)")
    }
  }

  @Test func neitherTokenNorKeyTellsItself() throws {
    let token = CallbackToken(fire: fire, attempt: 1, key: try key())
    let code = try #require(token.text.split(separator: ".").last)
    #expect(!"\(token)".contains(code) && !String(reflecting: token).contains(code))
    let key = try key()
    #expect("\(key)" == "(key)" && !String(reflecting: key).contains("7"))
  }

  @Test(arguments: [0, 31, 33]) func aKeyHasThirtyTwoBytes(count: Int) {
    #expect(CallbackKey(bytes: [UInt8](repeating: 0, count: count)) == nil)
  }
}
