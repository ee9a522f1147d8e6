import Testing

@testable import WebPage

struct ScriptTests {
  @Test func whatAnOpenPageAsksByItselfSaysSo() {
    #expect(Script.text.contains("const live = { \"X-Carillon-Live\": \"1\" };"))
    let requests = Script.text.split(separator: "await fetch(").dropFirst()
    #expect(requests.count == 2)
    for request in requests { #expect(request.prefix(90).contains("live"), "\(request.prefix(90))") }
  }
}
