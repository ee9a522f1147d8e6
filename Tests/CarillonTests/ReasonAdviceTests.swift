import ControlMessages
import Foundation
import Scheduling
import Testing

@testable import carillon

/// Every reason that can be written down is one that `why` can tell people what to do about.
@Suite struct ReasonAdviceTests {
  /// The codes that stand in the sources of what writes rows, found as they are written there.
  private static let codes: [String] = {
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let pattern = /(?:Reason|InvalidRecord)\(\s*"([a-z_]+)"|Code = "([a-z_]+)"/
    var codes: Set<String> = []
    for room in ["Core/Scheduling", "Engine", "Outbound/Triggers", "Outbound/ZenML"] {
      let folder = root.appendingPathComponent("Sources/\(room)")
      for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init()
      where file.pathExtension == "swift" {
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        codes.formUnion(text.matches(of: pattern).compactMap { ($0.output.1 ?? $0.output.2).map(String.init) })
      }
    }
    return codes.sorted()
  }()

  @Test func theSourcesHoldReasons() { #expect(Self.codes.count > 60) }

  @Test(arguments: [(302, "Location"), (401, "credentials"), (422, "correct the trigger"), (503, "why")])
  func anAnswersStatusSaysWhatToDo(_ status: Int, _ words: String) {
    #expect(ReasonAdvice.advice(for: "http_\(status)")?.contains(words) == true)
  }

  @Test func anAnswerThatIsTooLargeNamesTheKeyThatRaisesTheLimit() {
    let row = sampleRow(.failed, Reason("answer_too_large", "the answer's body is over 1048576 bytes")) { $0.sentAt = sampleDue }
    #expect(RowWords(row: row).advice.contains("a larger max_answer"))
  }

  @Test func secretsThatAreForAnotherServerNowNeedNotBeGivenAgain() {
    let advice = ReasonAdvice.advice(for: "secrets_gone")
    #expect(advice?.hasPrefix("if its server or proxy was changed, 'carillon dead-letters replay'") == true)
  }

  @Test func aCommandThatNeverRanMayLackItsFolder() {
    #expect(ReasonAdvice.advice(for: "not_executed")?.contains("enter the cwd") == true)
  }

  @Test func aStartThatHungIsReplayedAndTheCommandLeftAsItIs() {
    let advice = ReasonAdvice.advice(for: "start_hangs", isOver: true)
    let cause = "see why carillon-supervisor did not answer in time (a disk that hangs?)"
    #expect(advice == "\(cause); 'carillon dead-letters replay' sends it again")
  }

  @Test func nobodyIsToldToLookAtARunThatThereNeverWas() {
    let reason = Reason("bad_url", "that is no URL")
    #expect(RowWords(row: sampleRow(.failed, reason)).advice.contains("no run to look at"))
    #expect(RowWords(row: sampleRow(.failed, reason) { $0.runID = "7" }).advice == OutcomeMeaning(.failed).advice)
  }

  @Test func nobodyIsToldToReplayWhatIsTriedAgainByItself() {
    let reason = Reason("http_503", "POST https://a.example/…: answered 503")
    #expect(RowWords(row: sampleRow(.waiting, reason)).advice == OutcomeMeaning(.waiting).advice)
    #expect(RowWords(row: sampleRow(.failed, reason)).advice.contains("dead-letters replay"))
  }

  @Test(arguments: ["busy", "server_away", "no_room"]) func nobodyIsToldToWaitForWhatIsOver(_ code: String) {
    let reason = Reason(code, "POST https://a.example/…: answered 503")
    #expect(RowWords(row: sampleRow(.waiting, reason)).advice == ReasonAdvice.advice(for: code))
    #expect(RowWords(row: sampleRow(.failed, reason)).advice.hasSuffix("; 'carillon dead-letters replay' sends it again"))
  }

  @Test func theKeyThatFollowsRedirectsIsSaidToBeOfAnHTTPTrigger() {
    #expect(ReasonAdvice.advice(for: "http_302")?.contains("redirects: true of an http trigger") == true)
  }

  @Test(arguments: ["snapshot", "build", "run_template", "deployment"])
  func whatTheServerLacksOfATriggersNamesIsToBeLookedUpThere(_ noun: String) {
    let command = "'carillon zenml \(noun.replacing("_", with: "-"))s list'"
    #expect(ReasonAdvice.advice(for: "no_\(noun)")?.contains(command) == true)
    #expect(ReasonAdvice.advice(for: "several_\(noun)s") != nil)
  }

  /// Their codes are made of what JFrog ML said.
  @Test(arguments: ["not_found", "ambiguous", "forbidden", "conflict"]) func whatJFrogDeclinesIsSentAgainOnceItIsMended(_ code: String) {
    #expect(ReasonAdvice.advice(for: code)?.contains("dead-letters replay") == true)
  }

  @Test(arguments: codes) func whyNamesItAndSaysWhatToDo(_ code: String) throws {
    let row = sampleRow(.failed, Reason(code, "the sentence of \(code)"))
    let message = sampleStory(rows: [row]).message(at: sampleDue)
    #expect(message.answer.hasSuffix(": the sentence of \(code)"))
    #expect(message.row?.reasonCode == code)
    #expect(message.story.contains { $0.step == "ledger" && $0.text.contains("reason \(code);") })
    let advice = try #require(ReasonAdvice.advice(for: code, isOver: true), "nothing says what to do about \(code)")
    #expect(message.advice == advice)
  }
}
