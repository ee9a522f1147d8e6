import Scheduling
import Testing

@testable import ScheduleFiles

@Suite struct HTTPTriggerReadingTests {
  private func read(_ trigger: String, allowsCallbacks: Bool = false) throws -> HTTPTrigger {
    let read = ScheduleText(
      file: "f.yaml", text: schedule(trigger: trigger), calendars: .none, zoneNamed: zone, allowsCallbacks: allowsCallbacks)
    #expect(read.errors.isEmpty, "\(read.errors)")
    guard case .http(let http)? = read.schedules.first?.schedule.trigger else { throw NotRead() }
    return http
  }

  private struct NotRead: Error {}

  private func path(_ text: String) throws -> AnswerPath { try AnswerPath(parsing: text) }

  @Test func everyOptionIsRead() throws {
    let http = try read(
      """

        kind: http
        url: https://x.example/jobs
        query: {day: "{{due}}", n: 3, empty: }
        form: {token: "{{secret:jobs.token}}"}
        expect:
          - {path: $.ok, equals: true}
          - {path: "$.jobs[0].state", one_of: [queued, "{{schedule}}", 1]}
          - {path: $.error, exists: no}
        connect_timeout: 3s
        max_answer: 2MiB
        tls: {ca_file: /etc/ca.pem, cert_file: /etc/c.pem, key_file: /etc/k.pem}
        proxy: http://me:{{credential:proxy}}@proxy.example:3128
      """)
    #expect(http.query == ["day": "{{due}}", "n": "3", "empty": ""])
    #expect(http.form == ["token": "{{secret:jobs.token}}"])
    #expect(
      http.expect == [
        AnswerExpectation(try path("$.ok"), .equals(true)),
        AnswerExpectation(try path("$.jobs[0].state"), .oneOf(["queued", "{{schedule}}", 1])),
        AnswerExpectation(try path("$.error"), .exists(false)),
      ])
    #expect(
      http.connection
        == HTTPConnection(
          connectTimeoutSeconds: 3, largestAnswerBytes: 2 << 20, authoritiesFile: "/etc/ca.pem", certificateFile: "/etc/c.pem",
          keyFile: "/etc/k.pem", proxy: "http://me:{{credential:proxy}}@proxy.example:3128"))
  }

  @Test func followingIsReadWhole() throws {
    let http = try read(
      """

        kind: http
        url: https://x.example/jobs
        redirects: true
        follow:
          status_url: /jobs/{{answer:$.id}}
          status_path: $.job.state
          succeeded: [4]
          failed: [5, broken]
          cancelled: []
          interval: 2s
          max_interval: 5m
          timeout: 6h
          cancel: {method: delete, url: "{{status_url}}"}
      """)
    #expect(
      http.ending
        == .polled(
          StatusPolling(
            url: "/jobs/{{answer:$.id}}", statusPath: try path("$.job.state"), succeeded: ["4"], failed: ["5", "broken"], cancelled: [],
            intervalSeconds: 2, longestIntervalSeconds: 300, timeoutSeconds: 21_600, cancel: .init(method: "DELETE", url: "{{status_url}}"))
        ))
    #expect(http.connection == HTTPConnection(followsRedirects: true))
  }

  @Test func followingHasDefaults() throws {
    let http = try read("{kind: http, url: 'https://x.example/', follow: {status_url: '{{header:Location}}', status_path: $.status}}")
    #expect(http.ending == .polled(StatusPolling(url: "{{header:Location}}", statusPath: try path("$.status"))))
    let slow = try read("{kind: http, url: 'https://x.example/', follow: {status_url: /s, status_path: $, interval: 10m}}")
    #expect(slow.ending == .polled(StatusPolling(url: "/s", statusPath: try path("$"), intervalSeconds: 600, longestIntervalSeconds: 600)))
  }

  @Test func aCallbackIsReadWhereOthersCanCall() throws {
    let text =
      "{kind: http, url: 'https://x.example/?to={{callback_url}}', callback: true, callback_timeout: 2h, body: ['{{callback_url}}']}"
    #expect(try read(text, allowsCallbacks: true).ending == .calledBack(timeoutSeconds: 7200))
    #expect(
      problems(schedule(trigger: text)).hasPrefix(
        "f.yaml:3:70: callback needs public_url in the configuration: nobody can call this daemon"))
    let binding = #"{"trigger": {"kind": "http", "url": "https://x.example/", "callback": true}}"#
    #expect(throws: BindingTextError.self) { try BindingText.parse(binding, calendars: .none) }
    #expect(try BindingText.parse(binding, calendars: .none, allowsCallbacks: true).trigger != nil)
  }

  /// In quotes, with a fraction or as a power it is what it says.
  @Test func everyOtherLongNumberIsTaken() throws {
    let body = #"{a: "12345678901234567890", b: 9223372036854775807, c: -9223372036854775808, d: 0.5, e: 1e20}"#
    let expect = "expect: [{path: $.a, equals: 12345678901234567890}]"
    let http = try read("{kind: http, url: 'https://x.example', body: \(body), \(expect)}")
    let wanted: JSONValue = [
      "a": "12345678901234567890", "b": .integer(.max), "c": .integer(.min), "d": .number(0.5), "e": .number(1e20),
    ]
    #expect(http.body == wanted)
    #expect(http.expect?.count == 1)
  }

  private static let x = "kind: http, url: 'https://x.example'"
  private static let location = "follow: {status_url: '{{header:Location}}', status_path: $.s"

  @Test(arguments: [
    ("{\(x), body: a, form: {b: c}}", "f.yaml:3:58: body and form are both given; keep one of them"),
    ("{\(x), method: get, form: {b: c}}", "f.yaml:3:62: form is the body of a request, and GET has none; write query"),
    ("{\(x), method: head, body: b}", "f.yaml:3:63: HEAD has no body; write query"),
    (
      "{\(x), body: {a: 12345678901234567890}}",
      "f.yaml:3:59: body.a: a whole number of more than 64 bits would not be kept as it is; put it in quotes"
    ),
    ("{\(x), headers: {Expect: 100-continue}}", "f.yaml:3:59: headers: 'Expect' is reserved; Carillon sets it itself"),
    ("{kind: http, url: 'https://x.example/\u{E9}'}", "f.yaml:3:28: url must not hold '\u{E9}'; write %C3%A9"),
    ("{kind: http, url: '{{env:BASE}}/a b'}", "f.yaml:3:28: url must not hold spaces; write %20"),
    (
      "{\(x), follow: {status_url: /\u{20AC}, status_path: $}}",
      "f.yaml:3:70: status_url must not hold '\u{20AC}'; write %E2%82%AC"
    ),
    ("{\(x), query: [a]}", "f.yaml:3:56: query must be a mapping (name: value), not a list"),
    ("{\(x), expect: {a: b}}", "f.yaml:3:57: expect must be a list, not a mapping; write [{path: $.status, equals: ok}]"),
    ("{\(x), expect: [{equals: a}]}", "f.yaml:3:59: expect needs path: a place in the answer, such as $.status"),
    ("{\(x), expect: [{path: $.a}]}", "f.yaml:3:59: expect needs exactly one of equals, one_of, exists beside path"),
    (
      "{\(x), expect: [{path: $.a, equals: 1, exists: true}]}",
      "f.yaml:3:59: expect needs exactly one of equals, one_of, exists beside path"
    ),
    ("{\(x), expect: [{path: $.a., equals: 1}]}", "f.yaml:3:69: path '$.a.' needs a name here; write ['…'] for one with other characters"),
    ("{\(x), follow: {status_path: $}}", "f.yaml:3:58: follow needs status_url: where the status is asked for"),
    ("{\(x), follow: {status_url: /a}}", "f.yaml:3:58: follow needs status_path: the status's place in the answer, such as $.status"),
    (
      "{\(x), \(location), succeeded: [Done], failed: [done]}}",
      "f.yaml:3:58: follow: the status 'done' means two ends; upper and lower case are the same"
    ),
    ("{\(x), \(location), interval: 1m, max_interval: 30s}}", "f.yaml:3:125: max_interval is shorter than interval, 60s"),
    ("{\(x), \(location), cancel: {method: POST}}}", "f.yaml:3:120: cancel needs url"),
    ("{\(x), follow: {status_url: x.example, status_path: $}}", "f.yaml:3:70: status_url must begin with http:// or https://"),
    (
      "{\(x), follow: {status_url: '{{status_url}}', status_path: $}}",
      "f.yaml:3:70: status_url: '{{status_url}}' is known only in follow.cancel.url"
    ),
    ("{\(x), body: '{{callback_url}}'}", "f.yaml:3:55: body: '{{callback_url}}' needs an http trigger with callback: true"),
    (
      "{\(x), headers: {A: '{{answer:$.id}}'}}",
      "f.yaml:3:62: headers.A: '{{answer:$.id}}' reads an answer, which is known only in follow.status_url and follow.cancel.url"
    ),
    ("{\(x), callback_timeout: 1h}", "f.yaml:3:49: callback_timeout needs callback: true"),
    ("{\(x), redirects: true}", "f.yaml:3:49: redirects are followed with method: GET or HEAD only: any other request might be made twice"),
    ("{\(x), max_answer: 1GiB}", "f.yaml:3:49: max_answer is above 256MiB"),
    ("{\(x), tls: {ca_file: ca.pem}}", "f.yaml:3:64: ca_file 'ca.pem' must be an absolute path"),
    ("{\(x), tls: {key_file: /k}}", "f.yaml:3:55: key_file belongs to cert_file, which is missing"),
    ("{\(x), tls: {verify: no}}", "f.yaml:3:55: unknown key 'verify'; known are ca_file, cert_file, key_file"),
    ("{\(x), proxy: proxy.example}", "f.yaml:3:56: proxy must begin with http:// or https://"),
    ("{\(x), connect_timeout: 1h}", "f.yaml:3:66: connect_timeout '1h' is not between 1s and 10m"),
  ])
  func whatIsWrongIsReportedAtItsPlace(trigger: String, first: String) {
    #expect(problems(schedule(trigger: trigger)).split(separator: "\n").first.map(String.init) == first)
  }

  @Test(arguments: ["http://me:hunter2@p.example:1", "http://me:x{{file:/p}}@p.example", "http://hunter2@p.example"])
  func aProxysPasswordIsAReference(proxy: String) {
    let text = problems(schedule(trigger: "{\(Self.x), proxy: '\(proxy)'}"))
    #expect(
      text.split(separator: "\n").first?.hasSuffix("proxy must give its password by reference: http://user:{{file:PATH}}@host:port") == true
    )
  }

  @Test func whatAServerMayNotSayIsKnown() throws {
    for option in [
      "tls: {ca_file: /etc/shadow}", "proxy: 'http://p.example:1'", "query: {a: '{{credential:x}}'}", "form: {a: '{{env:X}}'}",
    ] {
      let text = "{\(Self.x), \(option)}"
      #expect(try Trigger.http(try read(text)).checkTemplates(), "\(option)")
    }
    #expect(try !Trigger.http(try read("{\(Self.x), query: {a: '{{secret:x.y}}'}}")).checkTemplates())
  }
}
