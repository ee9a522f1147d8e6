import Foundation
import TestSupport
import Testing

/// A stream of events over the network, of somebody who may no longer listen.
@Suite("Streams over the network", .timeLimit(.minutes(15)))
struct StreamAccessTests {
  @Test func endWithinAMinuteOfTheirKeysEnd() async throws {
    let place = try DaemonPlace("listen: 127.0.0.1:0")
    try await place.withDaemon { daemon in
      let made = try await daemon.command("keys", "create", "ci", "--role", "viewer")
      let key = String(made.output.prefix { !$0.isNewline })
      let url = try daemon.url
      let stream = try ProgramRun(
        "/usr/bin/env", ["curl", "--silent", "--no-buffer", "--header", "Authorization: Bearer \(key)", "\(url)/api/v1/events"])
      try await eventually("the stream has begun") {
        stream.output
      } until: {
        $0.contains("retry: 3000")
      }
      #expect(try await daemon.command("keys", "revoke", "ci").status == 0)
      try await eventually("the stream has ended", within: .seconds(120)) {
        stream.isRunning
      } until: {
        !$0
      }
      #expect(await stream.status == 0)
      #expect(stream.output.hasSuffix("event: end\ndata: {\"reason\":\"signed_out\"}\n\n"), "\(stream.output)")
    }
  }
}
