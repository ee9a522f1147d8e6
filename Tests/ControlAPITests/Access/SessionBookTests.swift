import CivilTime
import ControlMessages
import TestSupport
import Testing

@testable import ControlAPI

@Suite struct SessionBookTests {
  private let clock = VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000))
  private let book: SessionBook

  init() { book = SessionBook(clock: clock) }

  /// A session of the viewer with the name and the account of `firstName`, a second after what was before.
  private func signIn(_ name: String, of firstName: String? = nil) -> String {
    clock.advance(by: .seconds(1))
    let account = Caller.Account.user(FakeUsers.id(firstName ?? name))
    return book.open(for: Caller(name: name, account: account, role: .viewer), voucher: .machine).text
  }

  private func inForce(_ tokens: [String]) -> [String] { tokens.filter { book.session($0, isUse: false) != nil } }

  @Test func whoSignsInAgainAndAgainEndsOnlyTheirOwnOldestSessions() {
    let ann = signIn("key ann")
    let tokens = (0...1000).map { _ in signIn("key ci") }
    #expect(inForce(tokens) == Array(tokens.suffix(50)))
    #expect(inForce([ann]) == [ann])
  }

  @Test func whoTakesAnothersNameEndsOnlyTheirOwnSessions() {
    let ann = signIn("zenml ann")
    let before = signIn("zenml mallory")
    let tokens = (0..<50).map { _ in signIn("zenml ann", of: "zenml mallory") }
    #expect(inForce([ann, before]) == [ann])
    #expect(inForce(tokens) == tokens)
  }

  @Test func aSessionThatIsUsedOutlivesThoseOfItsCallerThatAreNot() {
    let tokens = (0..<50).map { _ in signIn("key ci") }
    clock.advance(by: .seconds(1))
    #expect(book.session(tokens[0]) != nil)
    let more = tokens + [signIn("key ci")]
    #expect(inForce(more) == more.filter { $0 != tokens[1] })
  }

  /// Used up to the end of their lives, they would outlast the one that was used before them.
  @Test(arguments: [(49, 1), (999, 999)]) func aSessionThatIsOverTakesNoRoom(count: Int, callers: Int) {
    let old = (0..<count).map { signIn("key \($0 % callers)") }
    for _ in 0..<23 {
      clock.advance(by: .seconds(1800))
      #expect(old.allSatisfy { book.session($0) != nil })
    }
    let good = signIn("key 0")
    clock.advance(by: .seconds(1))
    #expect(old.allSatisfy { book.session($0) != nil })
    clock.advance(by: .seconds(1800))
    #expect(inForce([good, signIn("key 0")]).count == 2)
  }

  @Test func ofTooManyCallersTheSessionThatWasUsedLongestAgoEnds() {
    let tokens = (0...1000).map { signIn("key \($0)") }
    #expect(inForce(tokens) == Array(tokens.dropFirst()))
  }
}
