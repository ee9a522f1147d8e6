import AlertSinks
import Alerts
import CurlHTTP
import Foundation
import Seams
import TestSupport
import Testing

/// Webhooks, to a real server.
@Suite(.timeLimit(.minutes(5))) struct WebhookSinkTests {
  private let clock = VirtualClock(AlertSamples.now)

  private func sink(_ url: String, _ format: WebhookSink.Format = .json, secret: String? = nil) -> WebhookSink {
    WebhookSink(url: url, format: format, secret: secret, instance: "i-1", transport: CurlHTTPTransport(), clock: clock)
  }

  @Test func theBodySaysEverythingUnderStableNames() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    #expect(try await sink(server.url + "/hook").deliver(AlertSamples.alert()) == "\(host(of: server)): status 200")
    let body = try #require(server.requests.first).body
    let object = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "version", "id", "kind", "stage", "code", "sentence", "cause", "at", "since", "count", "why", "instance", "schedule", "schedule_id",
        "fire_id", "due", "outcome",
      ])
    #expect(object["kind"] as? String == "failed" && object["schedule"] as? String == "nightly" && object["outcome"] as? String == "failed")
    #expect(object["code"] as? String == "exit_code" && object["sentence"] as? String == "nightly has failed: it exited with 3")
  }

  /// The reference is OpenSSL's, which shares no code with ours.
  @Test func theSignatureIsTheOneThatTheDocumentsDescribe() async throws {
    let server = try LoopbackServer { _ in .response(204) }
    try await sink(server.url, secret: "s3cret").deliver(AlertSamples.alert())
    let request = try #require(server.requests.first)
    let timestamp = try #require(request.header("Carillon-Timestamp"))
    #expect(timestamp == "1795000000")
    let directory = try ScratchDirectory()
    try directory.write("\(timestamp)." + String(decoding: request.body, as: UTF8.self), to: "signed")
    let code = try await output(of: ["openssl", "dgst", "-sha256", "-hmac", "s3cret", "-r", directory.path("signed")]).prefix(64)
    #expect(request.header("Carillon-Signature") == "v1=\(code)")
  }

  private func output(of command: [String]) async throws -> String {
    try await onAThreadOfItsOwn {
      let (process, pipe) = (Process(), Pipe())
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = command
      process.standardOutput = pipe
      try process.run()
      return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }
  }

  @Test func withoutASecretNothingIsSigned() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    try await sink(server.url).deliver(AlertSamples.alert())
    #expect(server.requests.first?.header("Carillon-Signature") == nil)
  }

  @Test func slackGetsTextInWhichNoNameCanCallTheChannel() async throws {
    let server = try LoopbackServer { _ in .response(200) }
    try await sink(server.url, .slack).deliver(AlertSamples.alert(schedule: "<!channel>", sentence: "a < b & c"))
    let body = try #require(server.requests.first).body
    let object = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: String])
    let text = try #require(object["text"])
    #expect(text.contains("&lt;!channel&gt;") && text.contains("a &lt; b &amp; c") && !text.contains("<!"))
  }

  @Test(arguments: [(500, false), (503, false), (429, false), (408, false), (400, true), (404, true), (410, true), (301, true)])
  func itIsSaidWhetherWaitingHelps(status: Int, isRefused: Bool) async throws {
    let server = try LoopbackServer { _ in .response(status, [HTTPHeader("Retry-After", "17")]) }
    let error = await #expect(throws: AlertSinkError.self) { try await sink(server.url + "/T0/B0/token").deliver(AlertSamples.alert()) }
    #expect(error?.isRefused == isRefused && error?.retryAfter == .seconds(17))
    #expect(error?.description == "\(host(of: server)) answered with status \(status)")
  }

  /// As answers and errors name it.
  private func host(of server: LoopbackServer) -> String { String(server.url.dropFirst("http://".count)) }

  @Test(arguments: ["?token=canary", "?token=x@canary/y", "#canary", "/canary?canary", ""])
  func nothingIsShownOfAnAddressButItsHost(rest: String) async throws {
    let server = try LoopbackServer { _ in .response(500) }
    let error = await #expect(throws: AlertSinkError.self) { try await sink(server.url + rest).deliver(AlertSamples.alert()) }
    #expect(error?.description == "\(host(of: server)) answered with status 500")
  }

  @Test func keepsThePromisesOfSinks() async throws {
    let violations = try await AlertSinkConformance.violations { world in
      let server = try LoopbackServer { _ in world == .refusing ? .response(403, body: "canary-body") : .response(200) }
      if world == .away { server.stop() }
      let sink = sink(server.url + "/services/canary-path?key=canary-query", secret: "canary-secret")
      return AlertSinkConformance.Scene(sink, secrets: ["canary"]) { server.requests.compactMap { $0.header("Idempotency-Key") } }
    }
    #expect(violations == [])
  }
}
