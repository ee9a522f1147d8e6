import CivilTime
import Scheduling
import Seams
import Synchronization
import TestSupport
import Testing

@testable import Triggers

/// The 202 pattern, against a real server of jobs.
@Suite(.timeLimit(.minutes(5))) struct HTTPFollowingTests {
  private let scene = HTTPScene()

  private func polling(
    _ url: String = "{{header:Location}}", timeout: Int? = nil, cancel: StatusPolling.CancelRequest? = nil
  ) throws -> StatusPolling {
    StatusPolling(url: url, statusPath: try AnswerPath(parsing: "$.state"), timeoutSeconds: timeout, cancel: cancel)
  }

  private func trigger(_ server: LoopbackServer, _ polling: StatusPolling, headers: [String: String] = [:]) -> HTTPTrigger {
    HTTPTrigger(url: server.url + "/v1/jobs", headers: headers, ending: .polled(polling))
  }

  /// Accepts work as job 17, and then tells of it what `answers` say, the last one for ever.
  private func server(_ answers: [LoopbackAnswer], location: String = "/v1/jobs/17") throws -> LoopbackServer {
    let looks = Mutex(0)
    return try LoopbackServer { request in
      if request.target == "/v1/jobs" { return .response(202, [HTTPHeader("Location", location)], body: #"{"id": 17, "name": "a b"}"#) }
      if request.method == "POST" { return .response(202) }
      let look = looks.withLock { looks in
        defer { looks += 1 }
        return looks
      }
      return answers[min(look, answers.count - 1)]
    }
  }

  private func state(_ state: String) -> LoopbackAnswer { .response(200, body: "{\"state\": \"\(state)\"}") }

  private func run(_ server: LoopbackServer, _ polling: StatusPolling) async throws -> [RunObservation] {
    let trigger = trigger(server, polling)
    let runID = try #require(await scene.start(trigger).runID)
    return await scene.follow(scene.fire(trigger, runID: runID))
  }

  @Test func acceptedWorkIsFollowedToItsEnd() async throws {
    let server = try server([state("queued"), state("running"), state("running"), state("COMPLETED")])
    let seen = try await run(server, polling())
    #expect(seen.map(\.status) == ["queued", "running", "COMPLETED"])
    #expect(seen.map(\.outcome) == [nil, nil, .succeeded])
    #expect(seen.map(\.runID) == Array(repeating: server.url + "/v1/jobs/17", count: 3))
    #expect(server.requests.dropFirst().map(\.target) == Array(repeating: "/v1/jobs/17", count: 4))
  }

  @Test(arguments: [("failed", Outcome.failed), ("Error", .failed), ("canceled", .cancelled), ("done", .succeeded)])
  func everyEndHasItsOutcome(word: String, outcome: Outcome) async throws {
    let last = try await run(try server([state(word)]), polling()).last
    #expect(last?.outcome == outcome)
    #expect(last?.reason?.sentence == (outcome == .succeeded ? nil : "its status is '\(word)'"))
  }

  @Test func aScheduleHasItsOwnWords() async throws {
    var own = try polling()
    (own.succeeded, own.failed, own.cancelled) = (["3"], ["4"], [])
    let server = try server([.response(200, body: #"{"state": 1}"#), .response(200, body: #"{"state": 3}"#)])
    #expect(try await run(server, own).map(\.outcome) == [nil, .succeeded])
  }

  @Test(arguments: [
    ("{{header:location}}", "/v1/jobs/17"), ("/v1/jobs/{{answer:$.id}}", "/v1/jobs/17"),
    ("/v1/jobs/{{answer:$.name}}/x", "/v1/jobs/a%20b/x"),
    ("/s?run={{run_name}}&id={{answer:$.id}}", "/s?run=nightly-20261121T020000Z-\(HTTPScene().fire(HTTPTrigger(url: "")).id.short)&id=17"),
  ])
  func aStatusURLIsMadeOfTheAnswer(template: String, path: String) async throws {
    let server = try server([state("done")])
    let trigger = trigger(server, try polling(template))
    #expect(await scene.start(trigger).runID == server.url + path)
  }

  @Test func aVariableInAStatusURLIsAPartOfItsPlace() async throws {
    let server = try server([state("done")])
    let trigger = trigger(server, try polling("/s?of={{schedule}}"))
    #expect(await scene.target.start(scene.fire(trigger, named: "a b&c")).runID == server.url + "/s?of=a%20b%26c")
  }

  @Test(arguments: ["17", "./17?x=1", "//127.0.0.1:PORT/v1/jobs/17", "http://127.0.0.1:PORT/v1/jobs/17"])
  func aLocationMayBeRelative(location: String) async throws {
    let port = Mutex(0)
    let server = try LoopbackServer { _ in
      .response(202, [HTTPHeader("Location", location.replacing("PORT", with: "\(port.withLock { $0 })"))])
    }
    port.withLock { $0 = server.port }
    let runID = await scene.start(trigger(server, try polling())).runID
    #expect(runID?.hasPrefix(server.url + "/v1/") == true && runID?.contains("17") == true, "\(runID ?? "")")
  }

  @Test(arguments: [
    ("/st/a b", "/st/a%20b"), ("/st/\u{E9}?x=\u{1F600}", "/st/%C3%A9?x=%F0%9F%98%80"), ("/st/a%20b%C3%A9", "/st/a%20b%C3%A9"),
  ])
  func aLocationThatIsNoURLAsItStandsIsMadeOne(location: String, target: String) async throws {
    let server = try server([state("done")], location: location)
    let trigger = trigger(server, try polling())
    let runID = try #require(await scene.start(trigger).runID)
    #expect(runID == server.url + target)
    #expect(await scene.follow(scene.fire(trigger, runID: runID)).last?.outcome == .succeeded)
    #expect(server.requests.last?.target == target)
  }

  @Test(arguments: ["a b", "\u{E9}", "x\r\n"]) func aStatusURLThatCannotBeCalledIsNotFollowed(secret: String) async throws {
    let server = try server([state("done")])
    var scene = scene
    scene.sources.secrets = SecretStore(values: ["place.of": secret])
    guard case .finished(let end, _) = await scene.start(trigger(server, try polling("/st/{{secret:place.of}}"))) else {
      return #expect(Bool(false))
    }
    #expect(end.outcome == .lost && end.reason?.code == "not_followable")
    #expect(server.requests.count == 1)
  }

  // MARK: What an answer may not do

  @Test(arguments: [
    "http://evil.example/v1/jobs/17", "https://127.0.0.1/", "//evil.example/x", "ftp://x/", "http://127.0.0.1:9@evil.example/",
  ])
  func anAnswerMayNotChooseTheServer(location: String) async throws {
    let server = try server([], location: location)
    guard case .finished(let end, _) = await scene.start(trigger(server, try polling())) else { return #expect(Bool(false)) }
    #expect(end.outcome == .lost && end.reason?.code == "not_followable")
    #expect(server.requests.count == 1)
  }

  @Test func anAnswerMayNotLeaveTheHostThatATemplateNames() async throws {
    let server = try LoopbackServer { _ in .response(202, body: #"{"id": "@evil.example/"}"#) }
    let template = "http://127.0.0.1:\(server.port){{answer:$.id}}"
    #expect(await scene.start(trigger(server, try polling(template))).reason?.code == "not_followable")
  }

  @Test func anAnswerIsNotReadAsATemplate() async throws {
    let server = try server([state("done")], location: "/v1/jobs/{{env:PATH}}")
    let trigger = trigger(server, try polling())
    let runID = try #require(await scene.start(trigger).runID)
    #expect(runID == server.url + "/v1/jobs/%7B%7Benv:PATH%7D%7D")
  }

  /// It may encode as much of it as it likes.
  @Test(arguments: [
    ("Zürich!", "{{header:Location}}", "/jobs/17?k=Zürich!"), ("Zürich!", "{{header:Location}}", "/jobs/17?k=Z%c3%bcrich!"),
    ("pa ss/word", "{{header:Location}}", "/jobs/17?k=pa ss/word"), ("pa ss!word", "{{header:Location}}", "/jobs/17?k=pa+ss!word"),
    ("k{e}y/ö!", "{{header:Location}}", "/jobs/k{e}y/ö!"),
    ("pa&ss!word", "{{header:Location}}", "/jobs/17?k=pa%26ss!word"), ("ab/cd+ef==", "/v1/jobs/{{answer:$.id}}", "ab/cd+ef=="),
  ])
  func aSecretThatTheAnswerRepeatsIsNotWrittenDown(secret: String, template: String, said: String) async throws {
    let server = try LoopbackServer { _ in .response(202, [HTTPHeader("Location", said)], body: "{\"id\": \"\(said)\"}") }
    var scene = scene
    scene.sources.secrets = SecretStore(values: ["api.key": secret])
    let trigger = trigger(server, try polling(template), headers: ["X-Who": "{{secret:api.key}}"])
    let end = await scene.start(trigger)
    #expect(end.runID == nil && end.reason?.code == "not_followable")
    #expect(end.reason?.sentence.contains("the answer repeats a secret there") == true, "\(end)")
  }

  @Test(arguments: [#"{"id": null}"#, #"{"id": {}}"#, "garbage", ""])
  func anAnswerWithoutWhatIsNeededLosesTheRun(body: String) async throws {
    let server = try LoopbackServer { _ in .response(202, body: body) }
    guard case .finished(let end, _) = await scene.start(trigger(server, try polling("/jobs/{{answer:$.id}}"))) else {
      return #expect(Bool(false))
    }
    #expect(end.outcome == .lost && end.status == "HTTP 202")
    #expect(end.reason?.sentence.contains("its status cannot be followed: {{answer:$.id}}: the answer") == true)
  }

  /// What is asked for is what was said, digit for digit.
  @Test(arguments: ["12345678901234567890", "9223372036854775808", "17.5", "1e300"])
  func aNumberThatCannotBeKeptExactlyIsNoPartOfAURL(number: String) async throws {
    let server = try LoopbackServer { _ in .response(202, body: "{\"id\": \(number)}") }
    let reason = await scene.start(trigger(server, try polling("/jobs/{{answer:$.id}}"))).reason
    #expect(reason?.code == "not_followable")
    #expect(reason?.sentence.hasSuffix("{{answer:$.id}}: the answer's number there is no whole one that can be kept exactly") == true)
  }

  @Test(arguments: ["9223372036854775807", "-9223372036854775808", "\"12345678901234567890\""])
  func everyOtherNumberAndEveryTextIs(id: String) async throws {
    let server = try LoopbackServer { _ in .response(202, body: "{\"id\": \(id)}") }
    let runID = await scene.start(trigger(server, try polling("/jobs/{{answer:$.id}}"))).runID
    #expect(runID == "\(server.url)/jobs/\(id.filter { $0 != "\"" })")
  }

  // MARK: Faults

  @Test func outagesAreToldOnceAndWaitedOut() async throws {
    let faults: [LoopbackAnswer] = [
      .response(500), .response(429, [HTTPHeader("Retry-After", "120")]), .close, .response(401), .response(200, body: "<html>"),
      .response(200, body: "{}"), .reset, state("running"), .half(.init(status: 200, body: Array("{}{}".utf8))), state("running"),
      state("done"),
    ]
    let seen = try await run(try server([state("running")] + faults), polling())
    #expect(seen.map(\.status) == ["running", "unreachable", "running", "unreachable", "running", "done"])
    #expect(seen[1].reason?.code == "http_500" && seen[1].isUnreachable)
  }

  @Test func workThatIsGoneIsLost() async throws {
    let seen = try await run(try server([state("running"), .response(410)]), polling())
    #expect(seen.last?.outcome == .lost && seen.last?.reason?.code == "run_vanished")
  }

  @Test func workThatIsNotYetToBeSeenIsWaitedFor() async throws {
    let patient = try server([.response(404), .response(404), state("running"), state("done")])
    #expect(try await run(patient, polling()).last?.outcome == .succeeded)
    let never = try server([.response(404)])
    #expect(try await run(never, polling()).last?.outcome == .lost)
    #expect(never.requests.count == 6)
  }

  @Test func onlyLooksThatFollowOneAnotherAddUp() async throws {
    let flapping = [404, 404, 502, 404, 404, 500, 404].map { LoopbackAnswer.response($0) }
    let seen = try await run(try server([state("running")] + flapping + [state("done")]), polling())
    #expect(seen.map(\.status) == ["running", "unreachable", "done"])
  }

  @Test func whoAsksToWaitIsHeard() async throws {
    let server = try LoopbackServer { request in
      request.method == "POST"
        ? .response(202, [HTTPHeader("Location", "/x"), HTTPHeader("Retry-After", "40")])
        : request.number == 2 ? .response(200, [HTTPHeader("Retry-After", "300")], body: #"{"state": "on"}"#) : self.state("done")
    }
    let (trigger, target) = (trigger(server, try polling()), scene.target)
    let fire = scene.fire(trigger, runID: await target.start(scene.fire(trigger)).runID)
    _ = await scene.follow(fire, with: target)
    #expect(scene.clock.now() >= HTTPScene.due.advanced(by: .seconds(340)))
  }

  @Test func looksBecomeRarerWhileNothingChanges() async throws {
    var pace = HTTPStatusPace(try polling())
    #expect((0..<6).map { _ in pace.pause(asked: nil) } == [5, 10, 20, 40, 60, 60].map { .seconds($0) })
    #expect(pace.pause(asked: .seconds(90)) == .seconds(90))
    #expect(pace.pause(asked: .seconds(3600)) == .seconds(300), "no server puts a run out of sight for an hour")
    pace.hurry()
    #expect(pace.pause(asked: nil) == .seconds(5))
  }

  @Test func workThatTakesTooLongIsEnded() async throws {
    let server = try server([state("running")])
    let seen = try await run(server, polling(timeout: 30, cancel: .init(url: "{{status_url}}/cancel")))
    #expect(seen.last?.outcome == .timedOut)
    #expect(seen.last?.reason?.sentence == "it has not ended within 30 s, and was asked to")
    #expect(server.requests.last?.target == "/v1/jobs/17/cancel")
  }

  // MARK: Restarts

  @Test func theRunIsFollowedFromItsIdAlone() async throws {
    let server = try server([state("running"), state("done")])
    let trigger = trigger(server, try polling())
    let runID = try #require(await scene.start(trigger).runID)
    let later = HTTPScene()
    #expect(await later.follow(later.fire(trigger, runID: runID)).last?.outcome == .succeeded)
  }

  @Test func aTriggerWhoseSecretsAreGoneIsOutOfSight() async throws {
    let server = try server([state("done")])
    let trigger = Trigger.http(trigger(server, try polling(), headers: ["Authorization": "Bearer abc"])).withoutSecrets
    guard case .http(let stored) = trigger else { return #expect(Bool(false)) }
    let observations = scene.target.observations(of: scene.fire(stored, runID: server.url + "/v1/jobs/17"))
    let time = scene.passingTime()
    defer { time.cancel() }
    for await seen in observations {
      let gone = "its secret values are not stored, and the schedule no longer has them for the server and proxy that it was to go to"
      #expect(seen.isUnreachable && seen.reason?.sentence.contains(gone) == true)
      break
    }
    #expect(server.requests.isEmpty)
  }

  // MARK: Stopping

  private func stopping(_ answer: LoopbackAnswer, status: String = "running", url: String = "{{status_url}}/cancel") async throws
    -> StopResult
  {
    let server = try LoopbackServer { request in request.method == "GET" ? self.state(status) : answer }
    let trigger = trigger(server, try polling(cancel: .init(method: "DELETE", url: url)))
    return await scene.target.stop(scene.fire(trigger, runID: server.url + "/v1/jobs/17"), force: false)
  }

  @Test func aRunIsEndedByTheTriggersOwnRequest() async throws {
    let server = try LoopbackServer { request in
      request.method == "GET" ? .response(200, body: #"{"state": "running", "id": 17}"#) : .response(204)
    }
    let cancel = StatusPolling.CancelRequest(method: "DELETE", url: "/v2/jobs/{{answer:$.id}}")
    let trigger = trigger(server, try polling(cancel: cancel), headers: ["Authorization": "Bearer abc", "Content-Type": "text/csv"])
    let fire = scene.fire(trigger, runID: server.url + "/v1/jobs/17")
    #expect(await scene.target.stop(fire, force: true) == .asked)
    let sent = try #require(server.requests.last)
    #expect(sent.method == "DELETE" && sent.target == "/v2/jobs/17" && sent.body.isEmpty)
    #expect(sent.header("Authorization") == "Bearer abc" && sent.header("Content-Type") == nil)
    #expect(sent.header("X-Carillon-Run-Name") == fire.runName)
    let key = try #require(sent.header("Idempotency-Key"))
    #expect(key != fire.idempotencyKey.description && Identifier(key) != nil)
  }

  @Test func whatHasEndedNeedsNoTelling() async throws { #expect(try await stopping(.response(500), status: "done") == .asked) }

  @Test func whatCannotBeToldNowIsToldLater() async throws {
    for answer in [LoopbackAnswer.response(503), .response(429), .response(401), .close] {
      guard case .unavailable = try await stopping(answer) else { return #expect(Bool(false)) }
    }
  }

  @Test func whatRefusesCannotBeStopped() async throws {
    guard case .impossible(let reason) = try await stopping(.response(405)) else { return #expect(Bool(false)) }
    #expect(reason.code == "http_405")
  }

  /// What fills in the request's URL may be in the next answer.
  @Test(arguments: [.response(503), .response(401), .response(404), .response(200, body: "<html>")] as [LoopbackAnswer])
  func oneBadAnswerOfTheStatusURLMakesNothingImpossible(status: LoopbackAnswer) async throws {
    let server = try server([status, .response(200, body: #"{"state": "running", "id": 17}"#)])
    let trigger = trigger(server, try polling(cancel: .init(url: "/v2/jobs/{{answer:$.id}}")))
    let (target, fire) = (scene.target, scene.fire(trigger, runID: server.url + "/v1/jobs/17"))
    guard case .unavailable(let reason) = await target.stop(fire, force: false) else { return #expect(Bool(false)) }
    #expect(reason.code == "bad_template")
    #expect(await target.stop(fire, force: false) == .asked)
    #expect(server.requests.last?.target == "/v2/jobs/17")
  }

  @Test func whatNoAnswerFillsInCannotBeStopped() async throws {
    guard case .impossible(let reason) = try await stopping(.response(202), url: "/v2/jobs/{{answer:$.id}}") else {
      return #expect(Bool(false))
    }
    #expect(reason.code == "bad_template")
  }

  @Test func withoutACancelRequestNothingIsStopped() async throws {
    let trigger = HTTPTrigger(url: "http://127.0.0.1:9/", ending: .polled(try polling()))
    guard case .impossible(let reason) = await scene.target.stop(scene.fire(trigger, runID: "http://127.0.0.1:9/"), force: true) else {
      return #expect(Bool(false))
    }
    #expect(reason.code == "no_cancel")
  }

  @Test func aRunThatWasAskedToEndIsLookedAtSoon() async throws {
    let isCancelled = Mutex(false)
    let server = try LoopbackServer { request in
      if request.method == "DELETE" { isCancelled.withLock { $0 = true } }
      return isCancelled.withLock { $0 } ? self.state("cancelled") : self.state("running")
    }
    let trigger = trigger(server, try polling(cancel: .init(method: "DELETE", url: "{{status_url}}")))
    let (target, fire) = (scene.target, scene.fire(trigger, runID: server.url + "/v1/jobs/17"))
    var ends = target.observations(of: fire).makeAsyncIterator()
    // Nobody lets time pass: only the request to end it can bring the look. The follower waits for one when its alarm is set.
    _ = await scene.clock.anyAlarm()
    while await target.stop(fire, force: false) != .asked {}
    var seen = await ends.next()
    while let next = seen, next.outcome == nil { seen = await ends.next() }
    #expect(seen?.outcome == .cancelled)
  }
}

@Suite struct URLTextTests {
  @Test(arguments: [
    ("/x", "http://h:1/a/b?c#d", "http://h:1/x"), ("x", "http://h:1/a/b?c", "http://h:1/a/x"), ("?y", "http://h/a/b?c", "http://h/a/b?y"),
    ("x", "http://h", "http://h/x"), ("//o/x", "https://h/a", "https://o/x"), ("http://o/x", "https://h/a", "http://o/x"),
    ("mailto:x", "https://h/a", "mailto:x"), ("a:b/c", "http://h/x/", "a:b/c"), ("./a:b", "http://h/x/", "http://h/x/./a:b"),
  ])
  func aReferenceIsReadAgainstItsBase(reference: String, base: String, url: String) {
    #expect(URLText.resolved(reference, against: base) == url)
  }
}
