import ControlMessages
import Seams
import Testing

@testable import ControlAPI

@Suite struct HostTests {
  private func rules(_ listen: String, publicURL: String? = nil, allowed: Set<String> = []) throws -> HostRules {
    HostRules(listen: try #require(ListenAddress(listen)), publicURL: publicURL, allowed: allowed)
  }

  @Test(arguments: ["127.0.0.1:8470", "localhost", "LOCALHOST:8470", "127.0.0.1"])
  func itsOwnNamesAreAdmitted(host: String) throws {
    #expect(try rules("127.0.0.1:8470").admit(host))
  }

  @Test(arguments: [
    "evil.example", "evil.example:8470", "127.0.0.1.evil.example", "10.0.0.1", "", "a/b", "localhost@evil.example", "localhost?",
  ])
  func anotherNameIsRefused(host: String) throws {
    #expect(try !rules("127.0.0.1:8470").admit(host))
    #expect(try !rules("127.0.0.1:8470").admit(nil))
  }

  @Test func namesOfTheConfigurationAreAdmitted() throws {
    let rules = try rules("127.0.0.1:8470", publicURL: "https://carillon.example.com/x", allowed: ["c.lan", "d.lan:80"])
    for host in ["carillon.example.com", "carillon.example.com:443", "c.lan:9", "d.lan"] { #expect(rules.admit(host)) }
    #expect(!rules.admit("d.lan:81"))
  }

  /// A name can be pointed here by its owner, an address cannot.
  @Test func whoListensEverywhereAnswersToEveryAddress() throws {
    let rules = try rules("0.0.0.0:8470")
    for host in ["10.0.0.1:8470", "[fe80::1]:8470", "localhost"] { #expect(rules.admit(host)) }
    #expect(!rules.admit("evil.example"))
  }

  @Test func aForeignHostIsAnsweredWithNothingElse() async throws {
    try await NetworkScene.run { scene in
      for path in ["/sign-in", "/api/v1/status", "/healthz"] {
        let answer = try await scene.send("GET", path, [HTTPHeader("Host", "evil.example")])
        #expect(answer.status == 421)
      }
      let answer = try await RawPeer(port: scene.port).answer(to: "GET /sign-in HTTP/1.0\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.0 4") || answer.hasPrefix("HTTP/1.1 4"))
    }
  }

  @Test(arguments: [
    ("127.0.0.1:80", "127.0.0.1", 80), ("tcp:127.0.0.1:0", "127.0.0.1", 0), ("[::1]:8470", "::1", 8470), ("localhost:1", "127.0.0.1", 1),
  ])
  func addressesAreRead(text: String, host: String, port: Int) {
    #expect(ListenAddress(text) == ListenAddress(host: host, port: port))
  }

  @Test(arguments: [
    "", ":80", "127.0.0.1", "127.0.0.1:65536", "127.0.0.1:-1", "127.1:80", "::1:80", "example.com:80", "[x]:80", "256.0.0.1:80",
    "01.2.3.4:5",
  ])
  func whatIsNoAddressIsNone(text: String) {
    #expect(ListenAddress(text) == nil)
  }

  @Test func onlyLoopbackAddressesAreOfThisMachineAlone() {
    #expect(["127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "localhost:1"].allSatisfy { ListenAddress($0)?.isLoopback == true })
    #expect(["0.0.0.0:1", "[::]:1", "10.0.0.1:1", "[::2]:1"].allSatisfy { ListenAddress($0)?.isLoopback == false })
  }
}
