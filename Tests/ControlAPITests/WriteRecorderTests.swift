import ControlAPI
import ControlMessages
import CurlHTTP
import Hummingbird
import Seams
import TestSupport
import Testing
import Values

/// Over a real socket: there the kernel says who asks.
@Suite struct WriteRecorderTests {
  private let operations = FakeOperations()
  private var journal: FakeJournal { operations.journal }

  @discardableResult
  private func send(
    _ method: String, _ path: String, _ body: String? = nil, _ headers: [HTTPHeader] = [], to server: LiveServer
  ) async throws -> Seams.HTTPResponse {
    var request = Seams.HTTPRequest(method, "http://localhost\(path)", headers: headers)
    request.unixSocketPath = server.path.text
    request.body = body.map { Array($0.utf8) }
    return try await PatientTransport(CurlHTTPTransport()).send(request)
  }

  @Test func everyRouteOfTheRouterThatChangesSomethingIsWrittenDown() async throws {
    let routes = makeControlRouter(operations).routes.map { (method: $0.method.rawValue, path: $0.path.description) }
      .filter { !["GET", "HEAD", "OPTIONS"].contains($0.method) }
    #expect(routes.count > 10)
    try await LiveServer.run(operations) { server async throws in
      for route in routes {
        let before = journal.begun.count
        let path = route.path.replacing(#/\{[a-z]+\}/#, with: "nightly")
        try await send(route.method, path, "{}", to: server)
        #expect(journal.begun.count == before + 1, "\(route.method) \(route.path) is not in the audit log")
        #expect(journal.ended.count == before + 1, "\(route.method) \(route.path): how it ended is not in the audit log")
      }
    }
    #expect(journal.begun.allSatisfy { $0.who.hasPrefix("user ") && $0.role == .admin && $0.origin == "unix" && !$0.requestID.isEmpty })
  }

  @Test func questionsAreNot() async throws {
    try await LiveServer.run(operations) { server async throws in
      for path in ["/api/v1/schedules", "/api/v1/status", "/api/v1/audit-log", "/nowhere"] { try await send("GET", path, to: server) }
      try await send("POST", "/nowhere", to: server)
    }
    #expect(journal.begun.isEmpty)
  }

  @Test func aLineSaysWhatItIsAboutBeforeAndAfter() async throws {
    try await LiveServer.run(operations) { server async throws in
      let trigger = try await send("POST", "/api/v1/schedules/nightly/trigger", to: server)
      #expect(trigger.header("X-Request-Id") == journal.begun[0].requestID)
      let pause = #"{"selection": {"names": ["nightly"], "all": false}, "reason": "moving"}"#
      try await send("POST", "/api/v1/pause", pause, to: server)
      try await send("PUT", "/api/v1/schedules/local", "name: local", to: server)
    }
    #expect(journal.begun.map(\.operation) == ["schedule.trigger", "schedule.pause", "schedule.update"])
    #expect(journal.begun.map(\.subject) == ["nightly", "nightly", "local"])
    #expect(journal.begun[0].before?["state"] == "armed")
    #expect(journal.ended[0].after?["fire_id"]?.stringValue == operations.fire.fireID)
    #expect(journal.begun[1].asked?["reason"] == "moving")
    #expect(journal.begun[1].before?["items"]?.arrayValue?.first?["pause"] == .null)
    #expect(journal.ended[1].after?["items"]?.arrayValue?.first?["pause"]?["reason"] == "moving")
    #expect(journal.begun[2].before == nil, "there is no schedule of that name yet")
    #expect(journal.begun[2].asked == nil, "the definition may hold secrets; the route says what may be shown")
    #expect(journal.ended[2].before == ["name": "old"])
    #expect(journal.ended[2].after == ["name": "local"])
    #expect(journal.ended.map(\.status) == [202, 200, 200])
  }

  @Test func whatIsRefusedIsWrittenDownWithTheReason() async throws {
    try await LiveServer.run(operations) { server async throws in
      let refused = try await send("POST", "/api/v1/schedules/nobody/trigger", to: server)
      #expect(refused.header("X-Request-Id") == journal.begun[0].requestID)
      try await send("POST", "/api/v1/schedules/nightly/backfill", "no JSON", to: server)
    }
    #expect(journal.ended.map(\.status) == [404, 400])
    #expect(journal.ended[0].problem == "no schedule is named nobody")
  }

  @Test func whatCannotBeWrittenDownIsNotDone() async throws {
    journal.fill()
    try await LiveServer.run(operations) { server async throws in
      let answer = try await send("POST", "/api/v1/schedules/nightly/trigger", to: server)
      #expect(answer.status == 503)
      #expect(String(decoding: answer.body, as: UTF8.self).contains("the disk is full"))
      #expect(try await send("GET", "/api/v1/schedules", to: server).status == 200)
    }
    #expect(operations.triggered.isEmpty)
  }

  @Test func aRequestThatIsSentAgainWithItsKeyIsDoneOnce() async throws {
    let key = [HTTPHeader("Idempotency-Key", "k1")]
    try await LiveServer.run(operations) { server async throws in
      let first = try await send("POST", "/api/v1/schedules/nightly/trigger", nil, key, to: server)
      let second = try await send("POST", "/api/v1/schedules/nightly/trigger", nil, key, to: server)
      #expect(first.status == 202 && second.status == 202)
      #expect(first.body == second.body)
      #expect(first.header("Idempotency-Replayed") == nil && second.header("Idempotency-Replayed") == "true")
      let other = try await send("POST", "/api/v1/schedules", "name: local", key, to: server)
      #expect(other.status == 422)
      #expect(try await send("POST", "/api/v1/schedules", "name: local", [HTTPHeader("Idempotency-Key", "")], to: server).status == 400)
    }
    #expect(operations.triggered == ["nightly"])
    #expect(journal.begun.count == 1)
  }

  /// The fire is there: another one under the same key would be a second.
  @Test func whatWasDoneAndIsNotWrittenKeepsItsKey() async throws {
    let key = [HTTPHeader("Idempotency-Key", "k1")]
    let operations = FakeOperations(isWritable: false)
    try await LiveServer.run(operations) { server async throws in
      let first = try await send("POST", "/api/v1/schedules/nightly/trigger", nil, key, to: server)
      #expect(first.status == 503 && String(decoding: first.body, as: UTF8.self).contains("\"unwritten\""))
      #expect(try await send("POST", "/api/v1/schedules/nightly/trigger", nil, key, to: server).status == 409)
    }
    #expect(operations.triggered == ["nightly"])
  }

  @Test func aRequestThatFailedMayBeMendedUnderItsKey() async throws {
    let key = [HTTPHeader("Idempotency-Key", "k1")]
    try await LiveServer.run(operations) { server async throws in
      #expect(try await send("POST", "/api/v1/schedules", "name: nightly", key, to: server).status == 409)
      let made = try await send("POST", "/api/v1/schedules", "name: local", key, to: server)
      #expect(made.status == 201)
      #expect(made.header("Location") == "/api/v1/schedules/\(FakeOperations.local.id)")
      #expect(made.header("ETag") == "\"1\"")
      let again = try await send("POST", "/api/v1/schedules", "name: local", key, to: server)
      #expect(again.status == 201 && again.body == made.body)
      #expect(again.header("Location") == made.header("Location") && again.header("ETag") == made.header("ETag"))
    }
  }

  @Test func aChangeThatNamesAnotherTagIsRefused() async throws {
    try await LiveServer.run(operations) { server async throws in
      #expect(try await send("GET", "/api/v1/schedules/nightly", to: server).status == 200)
      for (tag, status) in [("\"1\"", 200), ("\"0\", \"1\"", 200), ("*", 200), ("\"0\"", 412), ("W/\"1\"", 412), ("1", 400)] {
        let header = [HTTPHeader("If-Match", tag)]
        #expect(try await send("PUT", "/api/v1/schedules/local", "name: local", header, to: server).status == status, "\(tag)")
        #expect(try await send("DELETE", "/api/v1/schedules/local", nil, header, to: server).status == status, "\(tag)")
      }
      let condition = [HTTPHeader("If-None-Match", "*")]
      #expect(try await send("POST", "/api/v1/schedules", "name: nightly", condition, to: server).status == 412)
      #expect(try await send("POST", "/api/v1/schedules", "name: local", condition, to: server).status == 201)
      let tags = [HTTPHeader("If-None-Match", "\"1\"")]
      #expect(try await send("POST", "/api/v1/schedules", "name: local", tags, to: server).status == 400)
    }
  }
}
