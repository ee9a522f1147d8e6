import ControlMessages
import Foundation
import Seams
import TestSupport
import Testing

@testable import ControlAPI

@Suite struct SignInTests {
  @Test func withoutACredentialTheAPIAnswers401() async throws {
    try await NetworkScene.run { (scene) async throws in
      let answer = try await scene.send("GET", "/api/v1/status")
      #expect(answer.status == 401)
      #expect(answer.header("WWW-Authenticate") == #"Bearer realm="carillon""#)
      #expect(answer.text.contains(#""code":"unauthorized""#))
    }
  }

  @Test func whoOpensAPageIsLedToTheSignInForm() async throws {
    try await NetworkScene.run { (scene) async throws in
      let answer = try await scene.send("GET", "/api/v1/status", [HTTPHeader("Accept", "text/html")])
      #expect(answer.status == 401)
      let page = try await scene.send("GET", "/schedules?q=a", [HTTPHeader("Accept", "text/html")])
      #expect(page.status == 303 && page.header("Location") == "/sign-in?to=%2Fschedules%3Fq%3Da")
      let form = try await scene.send("GET", "/sign-in?to=%2Fschedules%3Fq%3Da")
      #expect(form.status == 200 && form.text.contains(#"name="to" value="/schedules?q=a""#))
    }
  }

  @Test func aLinkSignsInOnce() async throws {
    try await NetworkScene.run { (scene) async throws in
      let link = try #require(scene.gatehouse.makeSignInLink())
      let path = String(link.url.dropFirst(scene.url.count))
      let look = try await scene.send("HEAD", path)
      #expect(look.status == 200 && look.header("Set-Cookie") == nil)
      let first = try await scene.send("GET", path)
      #expect(first.status == 200 && first.header("Set-Cookie") != nil)
      let second = try await scene.send("GET", path)
      #expect(second.status == 410 && second.header("Set-Cookie") == nil)
    }
  }

  private func link(of key: String, _ scene: NetworkScene) async throws -> String {
    let answer = try await scene.send("POST", "/api/v1/sign-in-links", [HTTPHeader("Authorization", "Bearer \(key)")])
    return String(try decoded(SignInLink.self, answer).url.dropFirst(scene.url.count))
  }

  @Test func aLinkEndsWithTheKeyThatAskedForIt() async throws {
    try await NetworkScene.run { (scene) async throws in
      let key = try await scene.keys.create(KeyRequest(name: "boss", role: .admin)).key
      let (used, unused) = (try await link(of: key, scene), try await link(of: key, scene))
      let answer = try await scene.send("GET", used)
      let visitor = Visitor(attributes: answer.header("Set-Cookie") ?? "", status: answer.status)
      let form = try #require(scene.gatehouse.sessions.session(visitor.token)?.caller.formToken)
      let next = try await scene.send("POST", "/api/v1/sign-in-links", visitor.headers + [HTTPHeader("X-CSRF-Token", form)])
      let another = String(try decoded(SignInLink.self, next).url.dropFirst(scene.url.count))
      _ = try await scene.keys.revoke("boss")
      #expect(try await scene.send("GET", "/api/v1/status", visitor.headers).status == 401)
      for path in [unused, another] {
        let refused = try await scene.send("GET", path)
        #expect(refused.status == 410 && refused.header("Set-Cookie") == nil)
      }
    }
  }

  @Test func aLinkOfTheSocketStaysWhateverKeysEnd() async throws {
    try await NetworkScene.run { (scene) async throws in
      _ = try await scene.keys.create(KeyRequest(name: "boss", role: .admin))
      let path = String(try await scene.client.signInLink().url.dropFirst(scene.url.count))
      _ = try await scene.keys.revoke("boss")
      #expect(try await scene.send("GET", path).status == 200)
    }
  }

  @Test func theAuditLogSaysWhoseLinkItWas() async throws {
    let operations = FakeOperations()
    try await NetworkScene.run(operations: operations) { (scene) async throws in
      let key = try await scene.keys.create(KeyRequest(name: "boss", role: .admin)).key
      let path = try await link(of: key, scene)
      #expect(try await scene.send("GET", path).status == 200)
    }
    #expect(operations.journal.begun.map(\.operation) == ["sign_in_link.create", "sign_in"])
    #expect(operations.journal.begun.map(\.who) == ["key boss", "sign-in link of key boss"])
  }

  @Test func aLinkIsGoodForTenMinutes() async throws {
    try await NetworkScene.run { (scene) async throws in
      let link = try #require(scene.gatehouse.makeSignInLink())
      scene.clock.advance(by: .seconds(600))
      #expect(try await scene.send("GET", String(link.url.dropFirst(scene.url.count))).status == 410)
    }
  }

  @Test func theCookieIsForThisSiteAndNoScript() async throws {
    try await NetworkScene.run { (scene) async throws in
      let visitor = try await scene.visitor()
      #expect(visitor.attributes.hasPrefix("carillon-\(scene.port)="))
      #expect(visitor.attributes.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
      #expect(try await scene.send("GET", "/api/v1/status", visitor.headers).status == 200)
    }
  }

  @Test func behindAProxyWithTLSTheCookieIsSecure() async throws {
    try await NetworkScene.run(publicURL: "https://carillon.example.com") { (scene) async throws in
      let link = try #require(scene.gatehouse.makeSignInLink())
      let answer = try await scene.send(
        "GET", String(link.url.dropFirst(scene.url.count)), [HTTPHeader("Host", "carillon.example.com")])
      #expect(answer.header("Set-Cookie")?.hasPrefix("__Host-carillon") == true)
      #expect(answer.header("Set-Cookie")?.hasSuffix("; Secure") == true)
    }
  }

  @Test func aSessionEndsAfterAnHourWithoutARequest() async throws {
    try await NetworkScene.run { (scene) async throws in
      let visitor = try await scene.visitor()
      scene.clock.advance(by: .seconds(3599))
      #expect(try await scene.send("GET", "/api/v1/status", visitor.headers).status == 200)
      scene.clock.advance(by: .seconds(3600))
      #expect(try await scene.send("GET", "/api/v1/status", visitor.headers).status == 401)
    }
  }

  @Test(arguments: ["/api/v1/status", "/api/v1/events"]) func aPageThatStaysFreshByItselfKeepsNoSession(path: String) async throws {
    try await NetworkScene.run { (scene) async throws in
      let visitor = try await scene.visitor()
      let headers = visitor.headers + (path == "/api/v1/events" ? [] : [HTTPHeader("X-Carillon-Live", "1")])
      scene.clock.advance(by: .seconds(1800))
      #expect(try await scene.send("GET", path, headers).status == 200)
      scene.clock.advance(by: .seconds(1800))
      #expect(try await scene.send("GET", path, headers).status == 401)
    }
  }

  @Test func aSessionEndsAfterTwelveHours() async throws {
    try await NetworkScene.run { (scene) async throws in
      let visitor = try await scene.visitor()
      for _ in 0..<23 {
        scene.clock.advance(by: .seconds(1800))
        #expect(try await scene.send("GET", "/api/v1/status", visitor.headers).status == 200)
      }
      scene.clock.advance(by: .seconds(1800))
      #expect(try await scene.send("GET", "/api/v1/status", visitor.headers).status == 401)
    }
  }

  @Test func whoPressesAButtonWhenTheSessionHasEndedIsToldThatNothingWasDone() async throws {
    try await NetworkScene.run { (scene) async throws in
      let visitor = try await scene.visitor()
      scene.clock.advance(by: .seconds(3600))
      let headers = visitor.headers + [HTTPHeader("Accept", "text/html")]
      let answer = try await scene.send("POST", "/sign-out", headers, form: "csrf=old")
      #expect(answer.status == 303 && answer.header("Location") == "/sign-in?undone=true")
      let form = try await scene.send("GET", "/sign-in?undone=true")
      #expect(form.status == 200 && form.text.contains(SignInPage.undone))
      #expect(try await scene.send("GET", "/sign-in").text.contains(SignInPage.undone) == false)
      #expect(try await scene.send("POST", "/api/v1/sync", headers, form: "csrf=old").status == 401)
    }
  }

  @Test func aFormNeedsItsToken() async throws {
    try await NetworkScene.run { (scene) async throws in
      let visitor = try await scene.visitor()
      let token = try #require(scene.gatehouse.sessions.session(visitor.token)?.caller.formToken)
      let path = "/api/v1/schedules/nightly/trigger"
      #expect(try await scene.send("POST", path, visitor.headers, form: "csrf=\(token)").status == 202)
      #expect(try await scene.send("POST", path, visitor.headers + [HTTPHeader("X-CSRF-Token", token)]).status == 202)
      for wrong in ["", "csrf=", "csrf=\(token)0", "csrf=\(String(repeating: "0", count: token.count))"] {
        #expect(try await scene.send("POST", path, visitor.headers, form: wrong).status == 403)
      }
      let other = try await scene.visitor()
      #expect(try await scene.send("POST", path, other.headers, form: "csrf=\(token)").status == 403)
    }
  }

  @Test(arguments: [
    HTTPHeader("Origin", "https://evil.example"), HTTPHeader("Origin", "null"), HTTPHeader("Sec-Fetch-Site", "cross-site"),
    HTTPHeader("Sec-Fetch-Site", "same-site"), HTTPHeader("Origin", "http://127.0.0.1:1"),
  ])
  func aPageOfAnotherSiteChangesNothing(header: HTTPHeader) async throws {
    try await NetworkScene.run { (scene) async throws in
      let visitor = try await scene.visitor()
      let token = try #require(scene.gatehouse.sessions.session(visitor.token)?.caller.formToken)
      let answer = try await scene.send("POST", "/api/v1/sync", visitor.headers + [header], form: "csrf=\(token)")
      #expect(answer.status == 403)
      #expect(try await scene.send("POST", "/sign-in", [header], form: "key=x").status == 403)
    }
  }

  @Test func whoSignsInFromAnotherTabIsSignedInAnewAndTheOldSessionEnds() async throws {
    try await NetworkScene.run { (scene) async throws in
      let key = try await scene.keys.create(KeyRequest(name: "ann", role: .viewer)).key
      let first = try await scene.visitor()
      let page = first.headers + [HTTPHeader("Origin", scene.url), HTTPHeader("Sec-Fetch-Site", "same-origin")]
      let answer = try await scene.send("POST", "/sign-in", page, form: "key=\(key)&to=%2Fruns")
      #expect(answer.status == 200 && answer.text.contains("url=/runs"))
      let second = Visitor(attributes: answer.header("Set-Cookie") ?? "", status: answer.status)
      #expect(try await scene.send("GET", "/api/v1/status", second.headers).status == 200)
      #expect(try await scene.send("GET", "/api/v1/status", first.headers).status == 401)
      #expect(try await scene.send("POST", "/api/v1/login", second.headers, form: "password=\(key)").status == 200)
    }
  }

  @Test(
    arguments: ["/sign-in", "/api/v1/login"],
    [HTTPHeader("Origin", "https://evil.example"), HTTPHeader("Sec-Fetch-Site", "cross-site")])
  func aPageOfAnotherSiteSignsNobodyIn(path: String, header: HTTPHeader) async throws {
    try await NetworkScene.run { (scene) async throws in
      let key = try await scene.keys.create(KeyRequest(name: "mallory", role: .viewer)).key
      let visitor = try await scene.visitor()
      for headers in [[], visitor.headers] {
        let answer = try await scene.send("POST", path, headers + [header], form: "key=\(key)")
        #expect(answer.status == 403 && answer.header("Set-Cookie") == nil && !answer.text.contains("CARTOK_"))
      }
      #expect(try await scene.send("GET", "/api/v1/status", visitor.headers).status == 200)
    }
  }

  @Test func ourOwnPageMaySend() async throws {
    try await NetworkScene.run { (scene) async throws in
      let visitor = try await scene.visitor()
      let token = try #require(scene.gatehouse.sessions.session(visitor.token)?.caller.formToken)
      let headers = [HTTPHeader("Origin", scene.url), HTTPHeader("Sec-Fetch-Site", "same-origin")]
      #expect(try await scene.send("POST", "/api/v1/sync", visitor.headers + headers, form: "csrf=\(token)").status == 200)
    }
  }

  @Test func signingOutEndsTheSession() async throws {
    try await NetworkScene.run { (scene) async throws in
      let visitor = try await scene.visitor()
      let token = try #require(scene.gatehouse.sessions.session(visitor.token)?.caller.formToken)
      #expect(try await scene.send("POST", "/sign-out", visitor.headers).status == 403)
      let answer = try await scene.send("POST", "/sign-out", visitor.headers, form: "csrf=\(token)")
      #expect(answer.status == 303 && answer.header("Set-Cookie")?.contains("Max-Age=0") == true)
      #expect(try await scene.send("GET", "/api/v1/status", visitor.headers).status == 401)
    }
  }

  @Test(arguments: ["//evil.example", "/\\evil.example", "https://evil.example", "/a b", "/\t/evil.example", "", "/sign-in"])
  func nobodyIsLedElsewhere(target: String) {
    #expect(SignInPath.safe(target) == "/")
  }

  @Test func theFormShowsAHostileTargetAsText() {
    let page = SignInPage.form(target: #"/"><script>alert('x')</script>"#, takesPasswords: true)
    #expect(!page.contains("<script>") && page.contains("&quot;&gt;&lt;script&gt;"))
  }

  @Test func everyAnswerSaysWhatABrowserMayNotDo() async throws {
    try await NetworkScene.run { (scene) async throws in
      for path in ["/sign-in", "/api/v1/status", "/nowhere", "/api/v1/runs?x=1"] {
        let answer = try await scene.send("GET", path)
        #expect(answer.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
        #expect(answer.header("Content-Security-Policy")?.contains("frame-ancestors 'none'") == true)
        #expect(answer.header("X-Content-Type-Options") == "nosniff")
        #expect(answer.header("Referrer-Policy") == "same-origin")
        #expect(answer.header("Cache-Control") == "no-store")
      }
    }
  }
}
