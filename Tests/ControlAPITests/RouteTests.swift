import ControlAPI
import ControlMessages
import CurlHTTP
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Seams
import TestSupport
import Testing

/// One request and what the answer must be, for the router alone and for the server on its socket.
struct Exchange: Sendable, CustomTestStringConvertible {
  let method: String
  let path: String
  let status: Int
  /// What is sent along.
  var body: String?
  /// What the body must contain.
  let fragments: [String]

  init(_ method: String, _ path: String, _ status: Int, _ fragments: String...) {
    self.method = method
    self.path = path
    self.status = status
    self.fragments = fragments
  }

  /// The same with a body.
  func sending(_ body: String) -> Exchange {
    var copy = self
    copy.body = body
    return copy
  }

  var testDescription: String { "\(method) \(path)" }

  func check(status: Int, body: String) {
    #expect(status == self.status)
    for fragment in fragments { #expect(body.contains(fragment), "\(body)") }
  }

  static let all = questions + changes

  private static let questions = [
    Exchange("GET", "/api/v1/schedules", 200, #""items":[{"#, #""name":"nightly""#, #""end_time":null"#, "åäö"),
    Exchange(
      "GET", "/api/v1/schedules", 200, #"{"index":1,"items":[{"#, #"],"max_size":20,"total":2,"total_is_exact":true,"total_pages":1}"#),
    Exchange(
      "GET", "/api/v1/schedule-summaries?name=nightly", 200, #""total":1,"total_is_exact":true,"total_pages":1,"items":[{"id":"11111111-"#,
      #""name":"nightly","source""#),
    Exchange("GET", "/api/v1/schedule-summaries?colour=red", 400, "has no query parameter 'colour'"),
    Exchange("GET", "/api/v1/schedules?page=2&size=1", 200, #"{"index":2,"#, "åäö", #""total_pages":2}"#),
    Exchange("GET", "/api/v1/schedules?page=3&size=1", 400, "page 3 is past the end: there are 2 pages of up to 1 items"),
    Exchange("GET", "/api/v1/schedules?size=10001", 400, "size=10001: a number from 1 to 10000 is needed"),
    Exchange("GET", "/api/v1/schedules?sort_by=desc:due&name=oneof:%5B%22a%22%5D&is_archived=false&hydrate=true&logical_operator=or", 200),
    // As the client of ZenML asks.
    Exchange(
      "GET",
      "/api/v1/schedules?hydrate=False&sort_by=created&logical_operator=and&page=1&size=20&project=default&is_archived=False&catchup=True",
      200
    ),
    Exchange(
      "GET",
      "/api/v1/runs?hydrate=False&include_full_metadata=False&sort_by=desc%3Acreated&logical_operator=and&page=1&size=20&project=default"
        + "&in_progress=False", 200),
    Exchange("GET", "/api/v1/schedules?hydrate=maybe", 400, "true or false is needed"),
    Exchange("GET", "/api/v1/schedules?sort_by=colour", 400, "is sorted by id, name, source"),
    Exchange("GET", "/api/v1/schedules?name=oneof:a", 400, "a JSON list of texts is needed"),
    Exchange("GET", "/api/v1/schedules?state=gte:armed", 400, "'state' takes equals, notequals, oneof"),
    Exchange("GET", "/api/v1/schedules/nightly", 200, #""body":{"active":true,"#, #""metadata":{"orchestrator_id":null,"#),
    Exchange("GET", "/api/v1/pipelines", 200, #""items":[{"created":"2026-11-20T02:00:00Z","id":"44444444-"#),
    Exchange("GET", "/api/v1/pipelines/train", 200, #""kind":"snapshot""#),
    Exchange("GET", "/api/v1/pipelines/nothing", 404, #""code":"not_found""#),
    Exchange("GET", "/api/v1/schedules?name=nightly", 200, #""name":"nightly""#),
    Exchange("GET", "/api/v1/schedules?name=nobody", 200, #""items":[],"max_size":20,"total":0,"total_is_exact":true,"total_pages":1}"#),
    Exchange("GET", "/api/v1/schedules?colour=red", 400, "no query parameter 'colour'; it takes active, catchup, created"),
    Exchange("GET", "/api/v1/schedules/nightly/why?at=a&at=b", 400, "'at' occurs twice"),
    Exchange("GET", "/api/v1/schedules?name=%ZZ", 400, "not percent-encoded UTF-8"),
    Exchange("GET", "/api/v1/schedules/nightly", 200, #""cron_expression":"0 2 * * *""#),
    Exchange("GET", "/api/v1/schedules/11111111-1111-5111-8111-111111111111", 200, #""name":"nightly""#),
    Exchange("GET", "/api/v1/schedules/a%2Fb%20%252F%20%C3%A5%C3%A4%C3%B6%3F%26%23", 200, #""id":"22222222-"#),
    Exchange("GET", "/api/v1/schedules/%FF", 400, #""code":"bad_request""#),
    Exchange("GET", "/api/v1/schedules/nobody", 404, #""code":"not_found""#, "no schedule is named nobody"),
    Exchange("GET", "/api/v1/schedules/twin", 409, #""code":"ambiguous""#, "22222222-2222-5222-8222-222222222222"),
    Exchange("POST", "/api/v1/schedules/nightly/trigger", 202, #""fire_id":"33333333-"#),
    Exchange("POST", "/api/v1/schedules/nobody/trigger", 404, #""code":"not_found""#),
    Exchange("POST", "/api/v1/schedules/nightly/trigger", 202, #""fire_id":"33333333-"#).sending("{}"),
    Exchange("POST", "/api/v1/schedules/nightly/trigger", 400, "the body is no JSON").sending("{now"),
    Exchange("GET", "/api/v1/runs?limit=1", 200, #""items":[{"attempt":1"#, #""lateness_ms":null"#, #""status":"initializing""#),
    Exchange("GET", "/api/v1/runs?schedule=nobody", 404, #""code":"not_found""#),
    Exchange("GET", "/api/v1/runs?limit=0", 400, "limit=0: a number from 1 to 10000"),
    Exchange("GET", "/api/v1/runs?limit=ten", 400, "limit=ten: a number from 1 to 10000"),
    Exchange("GET", "/api/v1/runs/33333333-3333-5333-8333-333333333333", 200, #""outcome":"claimed""#),
    Exchange("GET", "/api/v1/runs/44444444-4444-5444-8444-444444444444", 404, #""code":"not_found""#),
    Exchange("POST", "/api/v1/sync", 200, #""server":"https://zen.example""#),
    Exchange("GET", "/api/v1/status", 200, #""version":"\#(CarillonVersion.current)""#),
    Exchange("DELETE", "/api/v1/status", 405, "DELETE /api/v1/status is not part of the control API; that path takes GET"),
    Exchange("GET", "/nowhere", 404, #""code":"not_found""#, #""title":"Not Found""#, #""instance":"/nowhere""#, #""type":"about:blank""#),
    Exchange("GET", "/api/v1/schedules/nightly/why", 200, #""verdict":"recorded""#, #""next_due":null"#),
    Exchange("GET", "/api/v1/schedules/nightly/why?at=2026-11-20T02%3A00%3A00Z", 200, #""at":"2026-11-20T02:00:00Z""#),
    Exchange("GET", "/api/v1/schedules/nobody/why", 404, #""code":"not_found""#),
    Exchange("GET", "/api/v1/schedules/nightly/why?when=now", 400, "no query parameter 'when'; it takes at"),
    Exchange("GET", "/api/v1/schedules/nightly/exclusions", 200, #""calendar":"holidays""#, #""deferred_until":null"#),
    Exchange("GET", "/api/v1/schedules/nightly/exclusions?count=0", 400, "count=0: a number from 1 to 100 is needed"),
    Exchange("GET", "/api/v1/schedules/nightly/exclusions?count=101", 400, "count=101: a number from 1 to 100 is needed"),
    Exchange("GET", "/api/v1/schedules/nobody/exclusions", 404, #""code":"not_found""#),
    Exchange("GET", "/api/v1/schedules/nightly/guarantee", 200, #""promise":"at_most_once""#),
    Exchange("GET", "/api/v1/audit?from=2026-11-20T00%3A00%3A00Z", 200, #""from":"2026-11-20T00:00:00Z""#, #""faults":[]"#),
    Exchange("GET", "/api/v1/dead-letters?limit=2", 200, #"{"items":[{"#),
    Exchange("GET", "/api/v1/alerts", 200, #""sinks":[{"error":null,"kind":"webhook","last_delivery":null,"lost":0,"name":"ops""#),
    Exchange("POST", "/api/v1/alerts/test", 200, #""taken":true"#).sending(#"{"sink": null}"#),
    Exchange("POST", "/api/v1/alerts/test", 404, "there is no alert sink 'x'").sending(#"{"sink": "x"}"#),
  ]

  private static let fire = "33333333-3333-5333-8333-333333333333"
  private static let changes = [
    Exchange("POST", "/api/v1/schedules/nightly/backfill", 200, #""fire_id":null"#)
      .sending(#"{"from": "2026-11-20T02:00:00Z", "to": "2026-11-20T02:00:00Z", "max_parallel": 1, "dry_run": true}"#),
    Exchange("POST", "/api/v1/schedules/nightly/backfill", 202, #""id":"b""#)
      .sending(#"{"from": "2026-11-20T02:00:00Z", "to": "2026-11-20T02:00:00Z", "max_parallel": 1, "dry_run": false}"#),
    Exchange("POST", "/api/v1/schedules/nightly/backfill", 400, "'to' is missing").sending(#"{"from": "2026-11-20T02:00:00Z"}"#),
    Exchange("POST", "/api/v1/schedules/nightly/backfill", 400, "it is no JSON"),
    Exchange("POST", "/api/v1/pause", 200, #""reason":"moving""#)
      .sending(#"{"selection": {"names": ["nightly"], "all": false}, "reason": "moving"}"#),
    Exchange("POST", "/api/v1/pause", 400, "names, --all and --tag exclude each other")
      .sending(#"{"selection": {"names": ["nightly"], "all": true}}"#),
    Exchange("POST", "/api/v1/resume", 200, "åäö").sending(#"{"selection": {"all": true}, "replay": true}"#),
    Exchange("GET", "/api/v1/runs/\(fire)/log?attempt=2&offset=7", 200, "line 7 of attempt 2"),
    Exchange("GET", "/api/v1/runs/\(fire)/log?attempt=0", 400, "attempt=0: a number from 1 to 100 is needed"),
    Exchange("POST", "/api/v1/runs/\(fire)/cancel?force=true", 202, #""outcome":"cancelled""#),
    Exchange("POST", "/api/v1/runs/\(fire)/cancel?force=yes", 400, "force=yes: true or false is needed"),
    Exchange("POST", "/api/v1/dead-letters/replay", 200, #""settled":["a"]"#).sending(#"{"fires": ["a"], "all": false}"#),
    Exchange("POST", "/api/v1/dead-letters/drop", 200, #""settled":["all"]"#).sending(#"{"all": true}"#),
    Exchange("POST", "/api/v1/store/backup", 200, #""path":"/b.db""#).sending(#"{"path": "/b.db"}"#),
    Exchange(
      "GET", "/api/v1/events", 200, "retry: 3000\n\nid: 7\nevent: run\ndata: {\"attempt\":1,", ": alive\n\n",
      "data: {\"reason\":\"shutdown\"}\n\n"),
    Exchange("GET", "/api/v1/events?after=x", 400, "'x' is no id of an event"),
    Exchange("GET", "/api/v1/events?schedule=nobody", 404, "not_found"),
    Exchange("POST", "/callbacks/right", 204),
    Exchange("POST", "/callbacks/right", 204).sending(#"{"status": "failed"}"#),
    Exchange("POST", "/callbacks/right", 400, "'status' cannot be read").sending(#"{"status": "bored"}"#),
    Exchange("POST", "/callbacks/wrong", 404, "there is no such callback"),
    Exchange("GET", "/api/v1/openapi.json", 200, #""openapi":"3.1.0""#),
    Exchange("POST", "/api/v1/store/verify", 200, #""damage":[]"#),
    Exchange("POST", "/api/v1/schedules", 201, #""source":"local""#).sending(#"{"name": "local"}"#),
    Exchange("POST", "/api/v1/schedules", 409, "already").sending(#"{"name": "nightly"}"#),
    Exchange("POST", "/api/v1/schedules", 400, "the body is empty").sending(" "),
    Exchange("PUT", "/api/v1/schedules/local", 200, #""etag":"1""#).sending(#"{"name": "local"}"#),
    Exchange("PUT", "/api/v1/schedules/nightly", 409, "change it there").sending(#"{"name": "nightly"}"#),
    Exchange("DELETE", "/api/v1/schedules/local", 200, #""name":"local""#),
    Exchange("DELETE", "/api/v1/schedules/local?force=true", 400, "no query parameter 'force'"),
    Exchange("GET", "/api/v1/schedules/local/definition", 200, #""text":"name: local\n""#),
    Exchange("GET", "/api/v1/audit-log?who=key%20ci&page=3&size=2", 200, #""index":3"#, #""who":"key ci""#, #""max_size":2"#),
    Exchange("GET", "/api/v1/audit-log?size=0", 400, "size=0: a number from 1 to 1000"),
  ]
}

@Suite struct RouteTests {
  @Test(arguments: Exchange.all) func theRouterAnswers(_ exchange: Exchange) async throws {
    let application = Application(router: makeControlRouter(FakeOperations()))
    let method = try #require(HTTPTypes.HTTPRequest.Method(exchange.method))
    try await application.test(.router) { client in
      try await client.execute(uri: exchange.path, method: method, body: exchange.body.map { ByteBuffer(string: $0) }) { response in
        exchange.check(status: response.status.code, body: String(buffer: response.body))
      }
    }
  }

  @Test func theServerAnswersTheSameOnItsSocket() async throws {
    try await LiveServer.run { server in
      let transport = PatientTransport(CurlHTTPTransport())
      for exchange in Exchange.all {
        var request = Seams.HTTPRequest(exchange.method, "http://localhost\(exchange.path)")
        request.unixSocketPath = server.path.text
        request.body = exchange.body.map { Array($0.utf8) }
        let response = try await transport.send(request)
        exchange.check(status: response.status, body: String(decoding: response.body, as: UTF8.self))
      }
    }
  }

  @Test func aProblemIsOneOfRFC9457() async throws {
    let application = Application(router: makeControlRouter(FakeOperations()))
    try await application.test(.router) { client in
      try await client.execute(uri: "/api/v1/schedules/twin", method: .get) { response in
        #expect(response.headers[.contentType] == "application/problem+json")
      }
      try await client.execute(uri: "/api/v1/pause", method: .put) { response in
        #expect(response.headers[.allow] == "POST")
      }
    }
  }

  @Test func aTriggerReachesTheScheduleThatWasNamed() async throws {
    let operations = FakeOperations()
    let application = Application(router: makeControlRouter(operations))
    try await application.test(.router) { client in
      _ = try await client.execute(uri: ControlPaths.trigger(operations.odd.name), method: .post)
    }
    #expect(operations.triggered == [operations.odd.name])
  }
}
