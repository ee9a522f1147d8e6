import CivilTime
import Scheduling
import Testing

@testable import Services

@Suite struct EmptiedServerTests {
  private func at(_ seconds: Int64) -> Instant { .epoch.advanced(by: .seconds(seconds)) }

  /// Of one read after the other.
  private func verdicts(
    _ emptied: inout EmptiedServer, at times: Int64..., listed: Int = 0, known: Int = 3
  ) -> [Bool] {
    var verdicts: [Bool] = []
    for time in times {
      verdicts.append(emptied.believes(listed: listed, known: known, readAt: at(time)))
    }
    return verdicts
  }

  @Test func severalThatAreGoneAtOnceGoOnForTenMinutes() {
    var emptied = EmptiedServer()
    #expect(verdicts(&emptied, at: 0, 10, 599) == [false, false, false])
    #expect(emptied.problem?.contains("3 were known: they go on as they were until 1970-01-01T00:10:00Z, and are removed then") == true)
    #expect(verdicts(&emptied, at: 600) == [true])
    #expect(verdicts(&emptied, at: 610, known: 0) == [true])
    #expect(emptied.problem?.hasPrefix("the server lists no schedule any more, and 3 were removed;") == true)
    #expect(verdicts(&emptied, at: 620, listed: 1, known: 0) == [true])
    #expect(emptied.problem == nil)
  }

  @Test(arguments: [(0, 1), (0, 0), (1, 3), (3, 3)])
  func otherwiseEveryReadCounts(listed: Int, known: Int) {
    var emptied = EmptiedServer()
    #expect(verdicts(&emptied, at: 0, listed: listed, known: known) == [true])
    #expect(emptied.problem == nil)
  }

  @Test func theTimeBeginsAnewWhenTheServerIsAwayOrListsThemAgain() {
    var emptied = EmptiedServer()
    #expect(verdicts(&emptied, at: 0) == [false])
    emptied.readFailed()
    #expect(emptied.problem == nil)
    #expect(verdicts(&emptied, at: 600) == [false])
    #expect(verdicts(&emptied, at: 700, listed: 3) == [true])
    #expect(verdicts(&emptied, at: 1200) == [false])
    #expect(emptied.problem?.contains("until 1970-01-01T00:30:00Z") == true)
  }

  @Test func anotherServerIsBelievedAtOnce() {
    var emptied = EmptiedServer()
    let isBelieved = emptied.believes(listed: 0, known: 3, readAt: at(0), isAnother: true)
    #expect(isBelieved)
    #expect(emptied.problem == nil)
  }

  @Test func whatWasRemovedIsToldAlsoWhileTheServerIsAway() {
    var emptied = EmptiedServer()
    #expect(verdicts(&emptied, at: 0, 600) == [false, true])
    emptied.readFailed()
    #expect(emptied.problem?.contains("3 were removed") == true)
  }
}
