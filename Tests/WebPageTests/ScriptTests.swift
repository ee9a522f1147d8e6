import ControlMessages
import Testing

@testable import WebPage

struct ScriptTests {
  @Test func whatAnOpenPageAsksByItselfSaysSo() {
    #expect(Script.text.contains("const live = { \"X-Carillon-Live\": \"1\" };"))
    let requests = Script.text.split(separator: " fetch(").dropFirst()
    #expect(requests.count == 2)
    for request in requests { #expect(request.prefix(90).contains("live"), "\(request.prefix(90))") }
  }

  @Test func anOpenPageHearsOfEverythingThatChangesIt() {
    let contents: [EventMessage.Content] = [
      .run(PageSamples.run()), .schedule(PageSamples.item()), .scheduleRemoved(RemovedSchedule(id: "a")),
      .gap(EventGap(after: 1, first: nil)),
    ]
    let names = contents.compactMap { EventMessage($0).name }.map { "\"\($0)\"" }.joined(separator: ", ")
    #expect(Script.text.contains("for (const name of [\(names)]) events.addEventListener(name, changed)"))
  }

  @Test func aLineBreakThatTwoPiecesOfALogShareIsOne() {
    let words = [
      #"const begun = /\r?(\x1b(\[[0-?]*[ -\/]*)?)?$/;"#, #"let rest = "return" in log.dataset ? "\r" : "";"#, #".replace(/\r\n?/g, "\n")"#,
    ]
    for words in words { #expect(Script.text.contains(words), "\(words)") }
  }

  @Test func aLogGoesOnWhereItWasAfterANewSignIn() {
    #expect(Script.text.contains("if (answer.status === 404) return;\n        if (!answer.ok) throw answer;"))
    #expect(Script.text.contains("if (!signal.aborted) await later(10000);\n        continue;"))
  }

  @Test func aPageWhoseScheduleIsGoneIsLoadedAnew() {
    let words = "if (!shown.some((part) => fresh.getElementById(part.id)) && !shown.some(isInUse)) {\n      location.reload();"
    #expect(Script.text.contains(words))
  }

  @Test func aPageThatIsRefusedTriesAgainAndHoldsNoPlaceMeanwhile() {
    let words = [
      "const isRefused = events.readyState === 2;", "go(true);", "if (await inPlace(() => hear(address), ask)) await later(10000);",
    ]
    for words in words { #expect(Script.text.contains(words), "\(words)") }
  }

  @Test func pagesThatKnowOfNoOthersHoldNoConnection() {
    #expect(Script.text.contains("if (!navigator.locks) return otherwise();"))
  }

  @Test func aPageThatAsksInVainDoesNotSayThatItIsFed() {
    let words = [
      "if (!answer.ok || answer.redirected) return false;", "signal: AbortSignal.timeout(10000)", "}).catch(() => false);",
      #"tell(isFresh ? "every 10 s" : "not live", "off");"#,
    ]
    for words in words { #expect(Script.text.contains(words), "\(words)") }
  }
}
