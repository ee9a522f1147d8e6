import CurlHTTP
import Foundation
import Seams
import TestSupport
import Testing

/// What has to be seen in a process of its own: its environment and its descriptors.
@Suite(.timeLimit(.minutes(5)))
struct ProcessTests {
  @Test func theEnvironmentsProxyServesAllButThisMachine() async {
    await #expect(processExitsWith: .success) {
      let proxy = try LoopbackServer { _ in .response(200, body: "proxied") }
      let server = try LoopbackServer { _ in .response(200, body: "direct") }
      setenv("http_proxy", proxy.url, 1)
      setenv("no_proxy", "excepted.invalid", 1)
      let transport = CurlHTTPTransport()
      _ = try await transport.send(HTTPRequest("GET", "http://carillon.invalid/a"))
      #expect(proxy.requests.map(\.target) == ["http://carillon.invalid/a"])
      for host in ["127.0.0.1", "127.1", "localhost"] {
        let response = try await transport.send(HTTPRequest("GET", "http://\(host):\(server.port)/"))
        #expect(response.body == Array("direct".utf8), "\(host)")
      }
      #expect(await transport.failure(of: HTTPRequest("GET", "http://[::1]:\(server.port)/"))?.kind == .connect)
      #expect(await transport.failure(of: HTTPRequest("GET", "http://excepted.invalid/"))?.kind == .resolve)
    }
  }

  @Test func rulesHoldForWhatIsBehindTheEnvironmentsProxy() async {
    await #expect(processExitsWith: .success) {
      let proxy = try LoopbackServer { _ in .response(200) }
      let server = try LoopbackServer { _ in .response(200) }
      setenv("http_proxy", proxy.url, 1)
      setenv("no_proxy", "other.invalid .excepted.invalid", 1)
      let transport = CurlHTTPTransport()
      func request(_ url: String) -> HTTPRequest {
        var request = HTTPRequest("GET", url)
        request.egress = EgressRules(allow: ["127.0.0.0/8"].compactMap { EgressRules.Place($0) })
        return request
      }
      let error = await transport.failure(of: request("http://carillon.invalid/"))
      #expect(error?.detail == "carillon.invalid is not in egress.allow")
      #expect(proxy.connections == 0)
      // No proxy is asked for these, so that it is their address that counts.
      for host in ["127.0.0.1", "localhost"] {
        #expect(try await transport.send(request("http://\(host):\(server.port)/")).status == 200, "\(host)")
      }
      for host in ["other.invalid", "a.excepted.invalid", "EXCEPTED.invalid."] {
        #expect(await transport.failure(of: request("http://\(host)/"))?.kind == .resolve, "\(host)")
      }
    }
  }

  @Test func aProxysPasswordIsNotTold() async {
    await #expect(processExitsWith: .success) {
      for proxy in ["quic://me:secret@127.0.0.1:1", "http://me:secret@a b:1", "http://me:secret@carillon.invalid:1"] {
        setenv("http_proxy", proxy, 1)
        let error = await CurlHTTPTransport().failure(of: HTTPRequest("GET", "http://carillon.invalid/"))
        #expect(error?.mayHaveBeenSent == false)
        #expect(!String(reflecting: error).contains("secret"))
      }
    }
  }

  @Test func noDescriptorIsLeftWhenTheTransportIsReleased() async {
    await #expect(processExitsWith: .success) {
      func descriptors() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
      let server = try LoopbackServer { $0.number % 7 == 0 ? .hold : .response(200) }
      // The first use opens what Dispatch and libcurl keep for good.
      let first = CurlHTTPTransport()
      _ = try await first.send(HTTPRequest("GET", server.url + "/"))
      let before = try descriptors()
      await withDiscardingTaskGroup { group in
        let transport = CurlHTTPTransport()
        for _ in 0..<200 {
          group.addTask { _ = try? await transport.send(HTTPRequest("POST", server.url + "/", timeouts: .total(300))) }
        }
      }
      // Dispatch lets go of them on its own threads; a process that waits for ever would outlive the time limit.
      let patience = ContinuousClock.now + .seconds(20)
      while try descriptors() > before, ContinuousClock.now < patience { await Task.yield() }
      #expect(try descriptors() <= before)
    }
  }
}
