import Scheduling
import Testing

@Suite struct IdentifierTests {
  @Test(arguments: ["22f8f159", "22F8F159…", "22f8f159-23", "22f8f159-23aa-5111-8111-0123456789ab"])
  func aBeginningNamesThoseThatBeginSo(_ text: String) throws {
    let range = try #require(Identifier.beginning(with: text))
    #expect(range.contains(try #require(Identifier("22f8f159-23aa-5111-8111-0123456789ab"))))
    #expect(!range.contains(try #require(Identifier("22f8f15a-23aa-5111-8111-0123456789ab"))))
  }

  @Test(arguments: ["", "22f8f15", "nightly-run", "22f8f159-23aa-5111-8111-0123456789ab0"])
  func otherTextsAreNoBeginning(_ text: String) {
    #expect(Identifier.beginning(with: text) == nil)
  }

  /// RFC 9562, appendix A.4.
  @Test func aNameHasTheIdentifierOfTheStandard() {
    let dns = Identifier("6ba7b810-9dad-11d1-80b4-00c04fd430c8")!
    #expect(Identifier.version5(namespace: dns, name: "www.example.com").description == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
  }

  @Test func longNamesAreHashedWhole() {
    // Each length around the padding's edges, checked against Python's uuid.uuid5(uuid.NAMESPACE_DNS, "a" * n).
    let dns = Identifier("6ba7b810-9dad-11d1-80b4-00c04fd430c8")!
    let known = [
      39: "5824f981-4282-59d4-9716-acb6d741350e", 40: "39f39c20-db47-5131-8879-62f8f67f9014", 47: "660c273c-8a00-5941-b6f4-8d0afed88966",
      48: "7280cc42-274a-5c4a-91fc-ae23f853eeb7", 200: "fe30bfa6-ef90-59b3-b108-118411d0f0ab",
    ]
    for (length, expected) in known {
      #expect(Identifier.version5(namespace: dns, name: String(repeating: "a", count: length)).description == expected)
    }
  }

  @Test func namesOfEachLengthAreHashedWhole() {
    // Every uuid.uuid5(uuid.NAMESPACE_URL, "x" * n) of Python below 200, folded.
    let url = Identifier("6ba7b811-9dad-11d1-80b4-00c04fd430c8")!
    let all = (0..<200).map { Identifier.version5(namespace: url, name: String(repeating: "x", count: $0)) }
    let folded = Identifier(high: all.reduce(0) { $0 ^ $1.high }, low: all.reduce(0) { $0 ^ $1.low })
    #expect(folded.description == "d573b778-dfb7-0c2f-09db-7b5862c0b405")
  }

  @Test func textIsReadWithAndWithoutHyphensInEitherCase() {
    let identifier = Identifier("2ED6657D-E927-568B-95E1-2665A8AEA6A2")
    #expect(identifier == Identifier("2ed6657de927568b95e12665a8aea6a2"))
    #expect(identifier?.short == "2ed6657d")
  }

  @Test(arguments: ["", "2ed6657d", "2ed6657d-e927-568b-95e1-2665a8aea6ag", "2ed6657d-e927-568b-95e12665a8aea6a2-"])
  func whatIsNoUUIDIsRefused(_ text: String) {
    #expect(Identifier(text) == nil)
  }
}
