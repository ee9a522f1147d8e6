import CurlHTTP
import Seams
import TestSupport
import Testing

/// No secret gets into a text that could be logged.
@Suite(.timeLimit(.minutes(5)))
struct SecrecyTests {
  @Test(arguments: [
    ("http://me:secret@zen.example/api/v1/runs?token=secret#secret", "http://zen.example/api/v1/runs"),
    ("http://me:sec@ret@zen.example:8080/a@b", "http://zen.example:8080/a@b"),
    ("http://me:sec/ret@zen.example/", "http://…"),
    ("http://me:sec?ret@zen.example/", "http://…"),
    ("http://me:sec#ret@zen.example/", "http://…"),
    ("me:secret@zen.example/api?token=secret", "zen.example/api"),
    ("http://[::1]:80/a", "http://[::1]:80/a"),
    ("http://zen.example/a\nb", "http://zen.example/a\u{FFFD}b"),
  ])
  func aURLIsShownWithoutSecrets(url: String, shown: String) {
    let request = HTTPRequest("GET", url, headers: [HTTPHeader("Authorization", "Bearer secret")], body: Array("secret".utf8))
    let error = HTTPTransportError(.other, request, mayHaveBeenSent: false, "words")
    #expect(error.description == "GET \(shown): words")
    #expect(request.description == "GET \(shown)")
    for text in ["\(error)", "\(request)", String(reflecting: error), String(reflecting: request)] {
      #expect(!text.contains("secret"))
    }
  }

  @Test(arguments: ["", "x", "ftp", "http"])
  func noErrorTellsASecret(scheme: String) async throws {
    let server = try LoopbackServer { _ in .close }
    let rest = "//me:secret@127.0.0.1:\(server.port)/path?token=secret"
    let headers = [HTTPHeader("Authorization", "Bearer secret")]
    let request = HTTPRequest("POST", "\(scheme):\(rest)", headers: headers, body: Array("secret".utf8))
    let error = await CurlHTTPTransport().failure(of: request)
    #expect(!String(reflecting: error).contains("secret"))
  }

  @Test func aHeaderDescribesItsNameOnly() {
    let header = HTTPHeader("Authorization", "Bearer secret")
    #expect("\(header)" == "Authorization: …")
    #expect(!String(reflecting: [header]).contains("secret"))
  }
}
