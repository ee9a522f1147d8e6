import Testing

@testable import carillon

@Suite struct CancelCommandTests {
  @Test func forceIsNotCalledAsking() {
    #expect(Cancel.announcement(force: false) == "asked to end: ")
    #expect(Cancel.announcement(force: true) == "is being ended by force: ")
  }
}
