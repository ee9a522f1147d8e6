import ControlMessages
import Testing

@testable import WebPage

/// The sentence that is read first.
struct HealthTests {
  private func sentence(_ counts: [String: Int], attention: Bool = false, _ health: StatusMessage.Health = .ok) -> String {
    let concern = AttentionItem(.away, subject: "host", sentence: "does not answer")
    return HealthWords(PageSamples.overview(OutcomeTally(counts), attention: attention ? [concern] : [], health: health)).sentence
  }

  @Test func allIsWellWhenEverythingRan() {
    #expect(sentence(["succeeded": 14, "coalesced": 1]) == "Everything due in the last 24 hours ran.")
  }

  @Test(arguments: [
    (["skipped_paused": 24], "All that was due in the last 24 hours was left out as agreed."),
    (["succeeded": 3, "cancelled": 1], "Everything due in the last 24 hours ran or was left out as agreed."),
    (["succeeded": 3, "started": 1], "Everything due in the last 24 hours ran or is running."),
    (["started": 1, "skipped_calendar": 2], "Everything due in the last 24 hours ran or is running or was left out as agreed."),
  ])
  func whatWasLeftOutIsNotSaidToHaveRun(_ counts: [String: Int], _ words: String) { #expect(sentence(counts) == words) }

  @Test func whatFailedOrWasMissedIsCounted() {
    #expect(
      sentence(["succeeded": 10, "failed": 2, "skipped_misfire": 1]) == "3 of 13 runs due in the last 24 hours did not happen as it should."
    )
  }

  @Test func aNightWithoutRunsIsNotCalledGood() {
    #expect(sentence([:]) == "Nothing was due in the last 24 hours.")
  }

  @Test func somethingElseThatNeedsAttentionIsSaid() {
    #expect(sentence(["succeeded": 1], attention: true).hasSuffix("but something needs attention."))
  }

  @Test func redComesFirst() {
    #expect(sentence(["succeeded": 1], .red) == "Carillon cannot keep its promise: the ledger cannot be written")
  }

  @Test(arguments: [
    ("succeeded", OutcomeLook.good), ("lost", .bad), ("skipped_overlap", .missed), ("waiting", .running), ("coalesced", .quiet),
  ])
  func everyOutcomeHasALook(_ outcome: String, _ look: OutcomeLook) { #expect(OutcomeLook(outcome) == look) }
}
