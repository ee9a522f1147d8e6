import ControlMessages
import Scheduling
import Testing

@testable import carillon

@Suite struct CallbackMessageTests {
  @Test func whatWasSaidIsHandedOnWhole() {
    let words = String(repeating: "y", count: 5000)
    let end = CallbackMessage(status: .failed, reason: words).observation
    #expect(end.outcome == .failed && end.reason == Reason("called_back", "the service called back: \(words)"))
  }

  @Test func whoSaysNothingIsQuotedByTheStatus() {
    #expect(CallbackMessage(status: .cancelled).observation.reason?.sentence == "the service called back: cancelled")
    #expect(CallbackMessage().observation == RunObservation(status: "called back: succeeded", outcome: .succeeded))
  }
}
