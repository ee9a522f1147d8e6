import Scheduling
import Testing

@Suite struct TemplateTests {
  private func problem(_ text: String) -> String? {
    do throws(TemplateError) {
      _ = try Template(parsing: text)
      return nil
    } catch { return error.problem }
  }

  @Test func textAndVariablesAreToldApart() throws {
    #expect(try Template(parsing: "a {{due}}b{{ run_name }}").parts == [.text("a "), .variable(.due), .text("b"), .variable(.runName)])
  }

  @Test func textWithoutBracesIsText() throws { #expect(try Template(parsing: "{x} }} y").parts == [.text("{x} }} y")]) }

  @Test func anUnknownVariableIsAnErrorThatNamesTheKnown() {
    #expect(
      problem("{{dew}}")
        == "'{{dew}}' is not a variable; known are due, fire_id, schedule, run_name, attempt, missed_count, missed_first, missed_last, env:NAME, file:PATH, credential:NAME, secret:NAME.KEY"
    )
  }

  @Test func anOpenBraceIsAnError() { #expect(problem("x {{due") == "'{{' is never closed by '}}'") }

  @Test func referencesAndAnswersAreParts() throws {
    let text =
      "{{env:A}}{{file:/a:b}}{{credential:token}}{{secret:my.store.key}}{{callback_url}}{{status_url}}{{answer:$.id}}{{header:Location}}"
    let parts = try Template(parsing: text).parts
    #expect(
      parts == [
        .environment("A"), .file("/a:b"), .credential("token"), .secret(name: "my.store", key: "key"), .callbackURL, .statusURL,
        .answer(try AnswerPath(parsing: "$.id")), .answerHeader("Location"),
      ])
    #expect(parts.map(\.written).joined() == text)
  }

  @Test(arguments: [
    ("{{secret:name}}", "'{{secret:name}}' must name a secret and a key of it: {{secret:NAME.KEY}}"),
    ("{{secret:.key}}", "'{{secret:.key}}' must name a secret and a key of it: {{secret:NAME.KEY}}"),
    ("{{secret:name.}}", "'{{secret:name.}}' must name a secret and a key of it: {{secret:NAME.KEY}}"),
    ("{{credential:../shadow}}", "'{{credential:../shadow}}' must be the name of a credential, not a path"),
    ("{{credential:..}}", "'{{credential:..}}' must be the name of a credential, not a path"),
    ("{{answer:id}}", "'{{answer:id}}' must begin with $, which stands for the whole answer"),
  ])
  func aReferenceThatCannotBeOneIsAnError(text: String, expected: String) { #expect(problem(text) == expected) }

  @Test func whatIsKnownOnlyElsewhereIsAProblem() throws {
    #expect(try Template(parsing: "{{due}}{{secret:a.b}}").problem(in: []) == nil)
    #expect(try Template(parsing: "{{callback_url}}").problem(in: []) == "'{{callback_url}}' needs an http trigger with callback: true")
    #expect(try Template(parsing: "{{callback_url}}").problem(in: .callback) == nil)
    #expect(try Template(parsing: "{{status_url}}").problem(in: .answer) == "'{{status_url}}' is known only in follow.cancel.url")
    #expect(try Template(parsing: "{{answer:$.id}}{{header:A}}").problem(in: .answer) == nil)
    #expect(try Template(parsing: "{{answer:$.id}}").problem(in: .callback)?.hasPrefix("'{{answer:$.id}}' reads an answer") == true)
  }

  @Test func theServersSecretsAreNotOfThisMachine() throws {
    #expect(try !Template(parsing: "{{secret:a.b}}").readsMachine)
    #expect(try Template(parsing: "{{credential:a}}").readsMachine)
  }

  @Test(arguments: ["{{env:HOME}}", "x{{file:/etc/passwd}}"]) func whatReadsTheMachineIsKnownToDoSo(_ text: String) throws {
    #expect(try Template(parsing: text).readsMachine)
    #expect(try !Template(parsing: "{{due}}").readsMachine)
  }
}

@Suite struct TriggerSecretsTests {
  private let trigger = Trigger.http(
    HTTPTrigger(
      url: "https://jobs.example/", headers: ["Authorization": "Bearer s3cret", "X-Key": "{{env:KEY}}", "X-Both": "{{env:USER}}:s3cret"]))

  @Test func valuesOfHeadersAreLeftOutAndReferencesKept() {
    guard case .http(let http) = trigger.withoutSecrets else { return #expect(Bool(false)) }
    #expect(http.headers == ["Authorization": "(not stored)", "X-Key": "{{env:KEY}}", "X-Both": "(not stored)"])
    #expect(trigger.withoutSecrets.lacksSecrets)
  }

  @Test func whatOnlySaysWhatContentItIsMayBeWrittenDown() {
    let headers = ["Accept": "application/json", "content-type": "text/csv", "User-Agent": "nightly/1"]
    let trigger = Trigger.http(HTTPTrigger(url: "https://jobs.example/", headers: headers))
    #expect(trigger.withoutSecrets == trigger && !trigger.withoutSecrets.lacksSecrets)
    // By that name it may be anything elsewhere.
    let query = Trigger.http(HTTPTrigger(url: "https://jobs.example/", query: ["accept": "s3cret"]))
    #expect(query.withoutSecrets.lacksSecrets)
  }

  @Test func valuesOfQueryAndFormAreLeftOutAndComeBack() {
    let values = ["key": "s3cret", "ref": "{{secret:api.key}}", "both": "Bearer {{secret:api.key}}"]
    let trigger = Trigger.http(HTTPTrigger(url: "https://jobs.example/", query: values, form: values))
    guard case .http(let http) = trigger.withoutSecrets else { return #expect(Bool(false)) }
    let stored = ["key": "(not stored)", "ref": "{{secret:api.key}}", "both": "(not stored)"]
    #expect(http.query == stored && http.form == stored)
    #expect(trigger.withoutSecrets.lacksSecrets && !trigger.lacksSecrets)
    #expect(trigger.withoutSecrets.restoringSecrets(from: trigger) == trigger)
  }

  @Test func whatHasToBeWaitedForIsKnownBeforeItIsSent() throws {
    let polling = StatusPolling(url: "/jobs/{{answer:$.id}}?key={{secret:later.key}}", statusPath: try AnswerPath(parsing: "$"))
    let trigger = Trigger.http(
      HTTPTrigger(
        url: "https://a.example/{{secret:a.b}}", headers: ["A": "{{secret:a.b}}"], body: ["x": ["{{secret:body.key}} {{env:E}} {{due}}"]],
        query: ["q": "{{file:/etc/q}}{{credential:c}}"], form: ["f": "{{secret:form.key}}"], ending: .polled(polling),
        connection: HTTPConnection(proxy: "http://u:{{secret:proxy.key}}@p:1")
      ))
    #expect(
      trigger.partsToWaitFor.map(\.written).sorted() == [
        "{{credential:c}}", "{{file:/etc/q}}", "{{secret:a.b}}", "{{secret:body.key}}", "{{secret:form.key}}", "{{secret:later.key}}",
        "{{secret:proxy.key}}",
      ])
  }

  @Test func everyHostThatATriggerNamesIsKnown() throws {
    func named(_ url: String, cancel: String? = nil) throws -> [String] {
      let polling = StatusPolling(
        url: url, statusPath: try AnswerPath(parsing: "$"), cancel: cancel.map { StatusPolling.CancelRequest(url: $0) })
      return HTTPTrigger(url: "https://a.example/", ending: .polled(polling)).namedURLs
    }
    #expect(try named("{{header:Location}}", cancel: "{{status_url}}/x") == ["https://a.example/"])
    #expect(try named("/jobs/{{answer:$.id}}") == ["https://a.example/"])
    let other = "https://b.example/{{answer:$.id}}"
    #expect(try named("/jobs", cancel: other) == ["https://a.example/", other])
    #expect(URLHost(of: "https://b.example{{answer:$.id}}/") == nil && URLHost(of: other)?.name == "b.example")
  }

  @Test func filesAndProxiesAreOfThisMachine() throws {
    for connection in [
      HTTPConnection(authoritiesFile: "/a"), HTTPConnection(keyFile: "/a"), HTTPConnection(proxy: "http://p:1"),
      HTTPConnection(followsRedirects: true),
    ] {
      #expect(try Trigger.http(HTTPTrigger(url: "https://a.example/", connection: connection)).checkTemplates())
    }
    let harmless = HTTPConnection(connectTimeoutSeconds: 1, largestAnswerBytes: 1, followsRedirects: false)
    #expect(try !Trigger.http(HTTPTrigger(url: "https://a.example/", connection: harmless)).checkTemplates())
    let polling = StatusPolling(url: "{{env:STATUS}}", statusPath: try AnswerPath(parsing: "$"))
    #expect(try Trigger.http(HTTPTrigger(url: "https://a.example/", ending: .polled(polling))).checkTemplates())
  }

  @Test func valuesOfTheEnvironmentAreLeftOut() {
    let command = Trigger.command(CommandTrigger(argv: ["run"], env: ["TOKEN": "s3cret"]))
    #expect(!"\(command.withoutSecrets)".contains("s3cret"))
  }

  private func restored(_ old: HTTPTrigger, from new: HTTPTrigger) -> Bool {
    !Trigger.http(old).withoutSecrets.restoringSecrets(from: .http(new)).lacksSecrets
  }

  @Test(arguments: [
    ("https://a.example/1", "https://A.example:443/2", true), ("https://a.example/", "https://b.example/", false),
    ("https://a.example/", "http://a.example/", false), ("https://a.example/", "https://a.example:8443/", false),
    ("https://{{env:HOST}}/", "https://{{env:HOST}}/", true), ("https://{{env:HOST}}/", "https://{{env:OTHER}}/", false),
    ("https://{{file:/a}}/", "https://{{file:/b}}/", false), ("https://{{file:/a}}/1", "https://{{file:/a}}/2", true),
    ("https://{{env:HOST}}/v1", "https://{{env:HOST}}/v2?x=1", true), ("https://{{env:HOST}}/v1", "http://{{env:HOST}}/v1", false),
    ("https://{{env:HOST}}/v1", "https://{{env:HOST}}:8443/v1", false),
    ("https://{{env:A}}@a.example/", "https://{{env:A}}@b.example/", false),
    ("https:///a.example/", "https:///b.example/", false), ("{{env:BASE}}/v1", "{{env:BASE}}/v2", false),
  ]) func aSecretComesBackOnlyForItsServer(old: String, new: String, comesBack: Bool) {
    let headers = ["X-Api-Key": "s3cret"]
    #expect(restored(HTTPTrigger(url: old, headers: headers), from: HTTPTrigger(url: new, headers: headers)) == comesBack)
  }

  @Test func aSecretComesBackOnlyForTheServersThatAreAskedLaterAndForTheProxy() throws {
    func trigger(status: String = "/jobs", cancel: String? = nil, proxy: String? = nil) throws -> HTTPTrigger {
      let polling = StatusPolling(
        url: status, statusPath: try AnswerPath(parsing: "$"), cancel: cancel.map { StatusPolling.CancelRequest(url: $0) })
      return HTTPTrigger(
        url: "https://a.example/", headers: ["X-Api-Key": "s3cret"], ending: .polled(polling), connection: HTTPConnection(proxy: proxy))
    }
    #expect(restored(try trigger(), from: try trigger(status: "https://b.example/{{answer:$.id}}")))
    #expect(!restored(try trigger(status: "https://b.example/{{answer:$.id}}"), from: try trigger()))
    #expect(!restored(try trigger(cancel: "https://b.example/stop"), from: try trigger(cancel: "https://c.example/stop")))
    #expect(!restored(try trigger(proxy: "http://p:1"), from: try trigger(proxy: "http://q:1")))
    #expect(restored(try trigger(proxy: "http://p:1"), from: try trigger(proxy: "http://p:1")))
  }

  @Test func theyComeBackFromTheScheduleThatHasThem() {
    #expect(trigger.withoutSecrets.restoringSecrets(from: trigger) == trigger)
    #expect(trigger.withoutSecrets.restoringSecrets(from: nil).lacksSecrets)
  }
}
