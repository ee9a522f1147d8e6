import Foundation
import Seams
import TestSupport
import Testing

/// Secrets go to the target alone: not into the log, the state directory, or any answer of the control API.
@Suite("A secret", .timeLimit(.minutes(15)))
struct CanaryTests {
  private let canary = Canary()

  /// Repeats what it was sent, as careless services do, in a redirect, a refusal, and as the status of accepted work.
  private func carelessTarget() throws -> LoopbackServer {
    try LoopbackServer { request in
      let said = ([request.target] + request.headers.map(\.value) + [String(decoding: request.body, as: UTF8.self)]).joined(separator: " ")
      let quoted = said.replacing("\"", with: "'").replacing("\\", with: "")
      switch request.target.split(separator: "/").first {
      case "refused": return .response(403, body: "no: \(said) \(Data(said.utf8).base64EncodedString())")
      case "unexpected": return .response(200, body: "{\"said\": \"\(quoted)\"}")
      case "redirected": return .response(302, [HTTPHeader("Location", "http://127.0.0.1:1/\(said)".replacing(" ", with: "%20"))])
      case "broken": return .close
      case "jobs" where request.method == "GET": return .response(200, body: "{\"state\": \"failed\", \"said\": \"\(quoted)\"}")
      default: return .response(202, [HTTPHeader("Location", "/jobs/1?key=\(request.header("X-Plain") ?? "")")], body: "{}")
      }
    }
  }

  /// Every kind of reference in every place of a request.
  private func schedule(_ name: String, url: String, more: String) -> String {
    """
    name: \(name)
    run_once_start_time: \(Moment.text(Moment.afterAStart()))
    policy: {retry: {sends: 1}, retry_unknown: false}
    trigger:
      kind: http
      url: "\(url)/\(name)/{{env:CANARY_PLAIN}}"
      query: {env: "{{env:CANARY}}", literal: "\(canary.value)"}
      headers:
        Authorization: "Bearer {{file:CANARY_FILE}}"
        X-Literal: "\(canary.value)"
        X-Credential: "{{credential:canary}}"
        X-Plain: "{{env:CANARY_PLAIN}}"
      body: {file: "{{file:CANARY_FILE}}", list: ["{{credential:canary}}"]}
    \(more)

    """
  }

  private static let kinds = [
    ("refused", ""), ("unexpected", "  expect: [{path: $.said, equals: nothing}]"), ("redirected", ""), ("broken", ""),
    ("accepted", "  follow: {status_url: '{{header:Location}}', status_path: $.state, interval: 1s}"),
  ]

  @Test func ofThisMachineIsFoundNowhereButAtTheTarget() async throws {
    let target = try carelessTarget()
    let place = try DaemonPlace()
    let plain = "canary-\(UInt32.random(in: .min ... .max))-plain"
    try place.writeSecret(canary.value, to: "canary")
    for (name, more) in Self.kinds {
      let text = schedule(name, url: target.url, more: more).replacing("CANARY_FILE", with: place.directory.path("canary"))
      try place.writeSchedules(text, to: "\(name).yaml")
    }
    let command = """
      name: command
      run_once_start_time: \(Moment.text(Moment.afterAStart()))
      trigger: {kind: command, argv: [/bin/sh, -c, 'test "$CANARY" = "$EXPECTED"; exit 7'], env: {CANARY: "{{env:CANARY}}", EXPECTED: "\(canary.value)"}}
      """
    try place.writeSchedules(command, to: "command.yaml")
    let environment = [
      "CANARY": canary.value, "CANARY_PLAIN": plain, "CREDENTIALS_DIRECTORY": place.directory.path,
    ]
    try await place.withDaemon(environment: environment) { daemon in
      let names = Self.kinds.map(\.0) + ["command"]
      for name in names {
        let id = try #require(try await daemon.schedule(name)?.id)
        try await eventually("\(name) has ended") {
          try await daemon.runs(id).first?.outcome ?? ""
        } until: {
          ["failed", "lost"].contains($0)
        }
      }
      let sent = try #require(target.requests.first { $0.target.hasPrefix("/refused/\(plain)?") })
      #expect(sent.header("Authorization") == "Bearer \(canary.value)" && sent.header("X-Credential") == canary.value)
      #expect(target.requests.contains { $0.target == "/jobs/1?key=\(plain)" }, "the status URL's secret was filled in again")
      #expect(try await canary.places(around: daemon, names) == [])
      #expect(try await Canary(value: plain).places(around: daemon, names) == [])
    }
  }

  @Test func ofTheServersStoreIsFoundNowhereButAtTheTarget() async throws {
    let house = try await HouseDaemon.shared.house()
    let name = uniqueName("canary")
    let secret = NewSecret(name: name, private: false, values: ["token": canary.value])
    _ = try await house.server.post(ZenMLServer.Created.self, "/secrets", secret)
    let trigger = "kind: http, url: '\(house.target.url("/\(name)"))', headers: {X-Token: '{{secret:\(name).token}}'}"
    let text = "name: \(name)\nrun_once_start_time: \(Moment.text(Moment.afterARead()))\ntrigger: {\(trigger)}\n"
    try house.daemon.place.writeSchedules(text, to: "\(name).yaml")
    house.daemon.hangUp()
    let id = try await house.daemon.waitForSchedule(name).id
    try await house.daemon.waitForOutcome("succeeded", of: id)
    #expect(house.target.requests("/\(name)").map { $0.header("X-Token") } == [canary.value])
    #expect(try await canary.places(around: house.daemon, [name]) == [])
  }

  private struct NewSecret: Encodable, Sendable {
    let name: String
    let `private`: Bool
    let values: [String: String]
  }
}
