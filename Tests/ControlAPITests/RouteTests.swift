import ControlAPI
import ControlMessages
import CurlHTTP
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Seams
import Testing

/// One request and what the answer must be, for the router alone and for the server on its socket.
struct Exchange: Sendable, CustomTestStringConvertible {
  let method: String
  let path: String
  let status: Int
  /// What the body must contain.
  let fragments: [String]

  init(_ method: String, _ path: String, _ status: Int, _ fragments: String...) {
    self.method = method
    self.path = path
    self.status = status
    self.fragments = fragments
  }

  var testDescription: String { "\(method) \(path)" }

  func check(status: Int, body: String) {
    #expect(status == self.status)
    for fragment in fragments { #expect(body.contains(fragment), "\(body)") }
  }

  static let all = [
    Exchange("GET", "/api/v1/schedules", 200, #""items":[{"#, #""name":"nightly""#, #""end_time":null"#, "åäö"),
    Exchange("GET", "/api/v1/schedules?name=nightly", 200, #""name":"nightly""#),
    Exchange("GET", "/api/v1/schedules?name=nobody", 200, #"{"items":[]}"#),
    Exchange("GET", "/api/v1/schedules?state=armed", 400, "no query parameter 'state'; it takes name"),
    Exchange("GET", "/api/v1/schedules?name=a&name=b", 400, "'name' occurs twice"),
    Exchange("GET", "/api/v1/schedules?name=%ZZ", 400, "not percent-encoded UTF-8"),
    Exchange("GET", "/api/v1/schedules/nightly", 200, #""cron_expression":"0 2 * * *""#),
    Exchange("GET", "/api/v1/schedules/11111111-1111-5111-8111-111111111111", 200, #""name":"nightly""#),
    Exchange("GET", "/api/v1/schedules/a%2Fb%20%252F%20%C3%A5%C3%A4%C3%B6%3F%26%23", 200, #""id":"22222222-"#),
    Exchange("GET", "/api/v1/schedules/%FF", 400, #""code":"bad_request""#),
    Exchange("GET", "/api/v1/schedules/nobody", 404, #""code":"not_found""#, "no schedule is named nobody"),
    Exchange("GET", "/api/v1/schedules/twin", 409, #""code":"ambiguous""#, "22222222-2222-5222-8222-222222222222"),
    Exchange("POST", "/api/v1/schedules/nightly/trigger", 202, #""fire_id":"33333333-"#),
    Exchange("POST", "/api/v1/schedules/nobody/trigger", 404, #""code":"not_found""#),
    Exchange("GET", "/api/v1/runs?limit=1", 200, #"{"items":[{"attempt":1"#, #""lateness_ms":null"#),
    Exchange("GET", "/api/v1/runs?schedule=nobody", 404, #""code":"not_found""#),
    Exchange("GET", "/api/v1/runs?limit=0", 400, "limit=0: a number from 1 to 1000"),
    Exchange("GET", "/api/v1/runs?limit=ten", 400, "limit=ten: a number from 1 to 1000"),
    Exchange("GET", "/api/v1/runs/33333333-3333-5333-8333-333333333333", 200, #""outcome":"claimed""#),
    Exchange("GET", "/api/v1/runs/44444444-4444-5444-8444-444444444444", 404, #""code":"not_found""#),
    Exchange("POST", "/api/v1/sync", 200, #""server":"https://zen.example""#),
    Exchange("GET", "/api/v1/status", 200, #""version":"\#(CarillonVersion.current)""#),
    Exchange("DELETE", "/api/v1/status", 404, "DELETE /api/v1/status is not part of the control API"),
    Exchange("GET", "/nowhere", 404, #""code":"not_found""#),
  ]
}

@Suite struct RouteTests {
  @Test(arguments: Exchange.all) func theRouterAnswers(_ exchange: Exchange) async throws {
    let application = Application(router: makeControlRouter(FakeOperations()))
    let method = try #require(HTTPTypes.HTTPRequest.Method(exchange.method))
    try await application.test(.router) { client in
      try await client.execute(uri: exchange.path, method: method) { response in
        exchange.check(status: response.status.code, body: String(buffer: response.body))
      }
    }
  }

  @Test func theServerAnswersTheSameOnItsSocket() async throws {
    try await LiveServer.run { server in
      let transport = CurlHTTPTransport()
      for exchange in Exchange.all {
        var request = Seams.HTTPRequest(exchange.method, "http://localhost\(exchange.path)")
        request.unixSocketPath = server.path.text
        let response = try await transport.send(request)
        exchange.check(status: response.status, body: String(decoding: response.body, as: UTF8.self))
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
