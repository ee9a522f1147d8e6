import CurlHTTP
import Seams
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5)))
struct ProxyTests {
  @Test func aRequestsOwnProxyIsUsedForEveryHost() async throws {
    let proxy = try LoopbackServer { _ in .response(200, body: "by proxy") }
    for url in ["http://nowhere.invalid/a?b", "http://127.0.0.1:9/x"] {
      var request = HTTPRequest("GET", url)
      request.proxy = proxy.url
      #expect(try await CurlHTTPTransport().send(request).body == Array("by proxy".utf8))
    }
    #expect(proxy.requests.map(\.target) == ["http://nowhere.invalid/a?b", "http://127.0.0.1:9/x"])
  }

  @Test func aProxysPasswordGoesToTheProxyAndIntoNoError() async throws {
    let proxy = try LoopbackServer { _ in .response(200) }
    var request = HTTPRequest("GET", "http://nowhere.invalid/")
    request.proxy = "http://me:hunter2@127.0.0.1:\(proxy.port)"
    _ = try await CurlHTTPTransport().send(request)
    #expect(proxy.requests.first?.header("Proxy-Authorization") == "Basic bWU6aHVudGVyMg==")
    proxy.stop()
    let error = await CurlHTTPTransport().failure(of: request)
    #expect(error?.mayHaveBeenSent == false)
    #expect(!String(reflecting: error).contains("hunter2"))
  }

  /// Its address is judged, and the name of the host behind it.
  @Test func rulesHoldForWhatIsBehindAProxy() async throws {
    let proxy = try LoopbackServer { _ in .response(200) }
    var request = HTTPRequest("GET", "http://metadata.google.internal/computeMetadata")
    request.proxy = proxy.url
    request.egress = .standard
    let error = await CurlHTTPTransport().failure(of: request)
    #expect(error?.isForbidden == true)
    #expect(proxy.connections == 0)
  }

  /// With a proxy nothing is resolved here, but an address that is written out is one.
  @Test func anAddressBehindAProxyIsJudged() async throws {
    let proxy = try LoopbackServer { _ in .response(200) }
    var request = HTTPRequest("GET", "http://169.254.169.254/latest")
    request.proxy = proxy.url
    request.egress = .standard
    #expect(await CurlHTTPTransport().failure(of: request)?.isForbidden == true)
    #expect(proxy.connections == 0)
  }

  /// The same address is allowed as the proxy's, and leads anywhere.
  @Test func anAllowedProxyIsNoWayAroundTheRules() async throws {
    let proxy = try LoopbackServer { _ in .response(200) }
    var request = HTTPRequest("GET", "http://nowhere.invalid/")
    request.proxy = proxy.url
    request.egress = EgressRules(allow: ["127.0.0.0/8"].compactMap { EgressRules.Place($0) })
    #expect(await CurlHTTPTransport().failure(of: request)?.detail == "nowhere.invalid is not in egress.allow")
    #expect(proxy.connections == 0)
    request.egress?.allow += ["nowhere.invalid"].compactMap { EgressRules.Place($0) }
    #expect(try await CurlHTTPTransport().send(request).status == 200)
  }
}
