import Foundation
import Scheduling
import Testing

@testable import Triggers

@Suite struct SecretMaskTests {
  private static let secret = "c4n+ry/7f?3~ö\"\\"

  private func mask(_ secret: String = SecretMaskTests.secret) -> SecretMask {
    var mask = SecretMask()
    mask.add(secret, writtenAs: "{{env:TOKEN}}")
    return mask
  }

  private static let escaped = secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
  private static let json = String(decoding: (try? JSONEncoder().encode(secret)) ?? Data(), as: UTF8.self).dropFirst().dropLast()

  @Test(arguments: [
    secret, String(json), URLText.encoded(secret), URLText.encoded(secret).replacing("%C3%B6", with: "%c3%b6").lowercased(),
    URLText.formEncoded(secret), URLText.encoded(secret, keeping: "/"), URLText.carriable(secret),
  ])
  func everyFormOfASecretIsHidden(form: String) {
    let form = form == form.lowercased() && form.contains("%") ? form : form
    #expect(!mask().hidden(in: "a \(form) b").contains("7f"), "\(form)")
  }

  private static let lines = "-----BEGIN KEY-----\nit's-7f3a9ce1/\t\"x\"\r\n-----END KEY-----"

  @Test(arguments: [
    lines, "-----BEGIN KEY----- it's-7f3a9ce1/ \"x\" -----END KEY-----",
    #"-----BEGIN KEY-----\nit's-7f3a9ce1/\t"x"\r\n-----END KEY-----"#,
    #"-----BEGIN KEY-----\nit\'s-7f3a9ce1/\t"x"\r\n-----END KEY-----"#,
    #"-----BEGIN KEY-----\nit's-7f3a9ce1/\t\"x\"\r\n-----END KEY-----"#,
    #"-----BEGIN KEY-----\nit's-7f3a9ce1\/\t\"x\"\r\n-----END KEY-----"#,
  ])
  func aSecretOfSeveralLinesIsHiddenHoweverTheyAreWritten(form: String) {
    #expect(mask(Self.lines).hidden(in: "a '\(form)' b") == "a '…' b")
  }

  private static let abroad = "Zürich/<a>&'b'\u{8}😀\u{2028}"

  /// As Python, Go, JavaScript, PHP and .NET write it.
  @Test(arguments: [
    #"Z\u00fcrich/<a>&'b'\b\ud83d\ude00\u2028"#, #"Zürich/\u003ca\u003e\u0026'b'\u0008😀\u2028"#,
    "Zürich/<a>&'b'\\b😀\u{2028}", #"Z\u00fcrich\/<a>&'b'\b\ud83d\ude00\u2028"#,
    #"Z\u00FCrich/\u003Ca\u003E\u0026\u0027b\u0027\b\uD83D\uDE00\u2028"#, #"Z\xfcrich/<a>&\'b\'\x08\U0001f600\u2028"#,
    #"Z\xFCrich/<a>&'b'\x08\U0001F600\u2028"#, #"Z\xc3\xbcrich/<a>&'b'\x08\xf0\x9f\x98\x80\xe2\x80\xa8"#,
  ])
  func aSecretIsHiddenWhateverIsEscapedInJSON(form: String) {
    #expect(mask(Self.abroad).hidden(in: #"{"a": "\n\#(form)\t"}"#) == #"{"a": "\n…\t"}"#)
  }

  @Test func theBase64OfASecretIsHiddenWithItsSlashesEscaped() {
    let secret = "\u{3F}\u{3F}\u{3F}\u{3E}\u{3F}\u{3F}\u{3F}\u{3E}\u{3F}"
    let text = Data(secret.utf8).base64EncodedString()
    #expect(text.contains("/"))
    #expect(mask(secret).hidden(in: text.replacing("/", with: "\\/")) == "…")
  }

  @Test func ofASecretWithinAnotherNothingIsLeftBehindEscapes() {
    var mask = mask("canary")
    mask.add("canary\nlong", writtenAs: nil)
    #expect(mask.hidden(in: #"canary\nlong"#) == "…")
  }

  @Test(arguments: [
    #"\"#, #"\u"#, #"\u00f"#, #"\ud83d"#, #"\ud83dx"#, #"\ude00\ud83d"#, #"\u00g0"#, #"\x"#, #"a\\u00fc"#,
    #"\xfg"#, #"\U0001f60"#, #"\U00110000"#, #"\U0000d800"#,
  ])
  func whatIsNoEscapeStaysAsItIs(text: String) {
    #expect(mask("canary").hidden(in: text + "canary" + text) == text + "…" + text)
  }

  @Test func aSecretIsHiddenBeforeASentenceIsShortened() {
    let reason = Reason("x", String(repeating: "y", count: 590) + " \(Self.lines)\nz " + String(repeating: "y", count: 1000))
    #expect(reason.hiding(mask(Self.lines)).sentence == String(repeating: "y", count: 590) + " … z yyyyy…")
  }

  @Test(arguments: ["", "x", "xy", "user:", "Bearer "], ["", "z", "zz"])
  func aSecretInsideBase64IsHidden(before: String, after: String) {
    let text = Data((before + Self.secret + after).utf8).base64EncodedString()
    let urlSafe = text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    for encoded in [text, urlSafe] {
      let hidden = mask().hidden(in: "token=\(encoded)!")
      #expect(
        hidden.contains("…") && hidden.utf8.count <= 8 + 3 + 8 + before.utf8.count * 2 + after.utf8.count * 2 + 4, "\(encoded) \(hidden)")
      let kept = hidden.split(whereSeparator: { "…=!".contains($0) }).dropFirst().joined()
      #expect(Data(base64Encoded: kept).map { !$0.contains(Data("7f?3".utf8)) } ?? true)
    }
  }

  @Test func theLongestSecretIsHiddenFirst() {
    var mask = mask("canary")
    mask.add("canary-long", writtenAs: "{{env:LONG}}")
    #expect(mask.hidden(in: "canary-long canary") == "… …")
    #expect(mask.referring("/a/canary-long/canary") == "/a/{{env:LONG}}/{{env:TOKEN}}")
  }

  @Test func everyOccurrenceIsHidden() {
    #expect(mask("abab").hidden(in: "ababab abab-ababxababa") == "…ab …-…x…a")
    #expect(mask("abab").hidden(in: "aba") == "aba")
  }

  @Test(arguments: ["p\u{F6}lle", "po\u{308}lle"], ["p\u{F6}lle", "po\u{308}lle"])
  func theSameLettersAreHiddenHoweverTheyAreWritten(secret: String, text: String) {
    #expect(mask(secret).hidden(in: "a \(text) b") == "a … b")
  }

  @Test func anAccentBehindASecretDoesNotShowIt() { #expect(mask("canary").hidden(in: "canary\u{301}") == "…\u{301}") }

  @Test func manySecretsAreHidden() {
    var mask = SecretMask()
    for number in 0..<200 { mask.add("secret-\(number)-s", writtenAs: nil) }
    let text = (0..<400).map { "secret-\($0)-s" }.joined(separator: " ")
    #expect(mask.hidden(in: text).split(separator: " ").count(where: { $0 == "…" }) == 200)
  }

  @Test func whatIsTooShortIsNoSecret() { #expect(mask("abc").hidden(in: "abcabc") == "abcabc") }

  @Test func whatNoReferenceCanStandForCannotBeReferredTo() {
    #expect(mask().referring("/x?key=\(URLText.encoded(Self.secret))") == nil)
    var literal = SecretMask()
    literal.addCredentials(of: ["Authorization": "Bearer s3cret-token", "Content-Type": "application/json"])
    #expect(literal.referring("/x/s3cret-token") == nil)
    #expect(literal.referring("/application/json") == "/application/json")
    #expect(literal.hidden(in: "token s3cret-token") == "token …")
  }
}
