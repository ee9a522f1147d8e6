import CivilTime
import ControlMessages
import Seams
import Synchronization
import TestSupport
import Testing

@testable import ControlAPI

/// Passwords that are tried, one by one and many at once.
@Suite struct GuessingTests {
  private func gatehouse(_ users: any UserDirectory) -> Gatehouse {
    let clock = VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000))
    return Gatehouse(clock: clock, users: UserCheck(directory: users, roles: UserRoles(everyone: .viewer), clock: clock, logger: silent))
  }

  @Test func manyPasswordsAtOnceAreNoMoreTriesThanOneAfterTheOther() async {
    let users = SlowUsers()
    let gatehouse = gatehouse(users)
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<40 {
        group.addTask { _ = await gatehouse.signIn(.password(username: "ann", password: "guess \(number)"), from: "192.0.2.1") }
      }
    }
    #expect(users.tries == 10)
  }

  @Test func aTryThatDidNotFailDoesNotCount() async {
    let users = FakeUsers()
    let gatehouse = gatehouse(users)
    for _ in 0..<20 { #expect(await isAdmitted(gatehouse, "ann")) }
    users.goAway()
    for _ in 0..<20 {
      let answer = await gatehouse.signIn(.password(username: "ann", password: "ann"), from: "192.0.2.1")
      guard case .refused(.serverAway) = answer else {
        Issue.record("\(answer)")
        return
      }
    }
  }

  private func isAdmitted(_ gatehouse: Gatehouse, _ name: String) async -> Bool {
    guard case .admitted = await gatehouse.signIn(.password(username: name, password: name), from: "192.0.2.1") else { return false }
    return true
  }
}

/// A server that refuses every password, so slowly that whoever else tries comes meanwhile.
private final class SlowUsers: UserDirectory {
  private let count = Mutex(0)

  var tries: Int { count.withLock { $0 } }

  func user(ofToken token: String) async throws(UserDirectoryError) -> DirectoryUser? { nil }

  func logIn(username: String, password: String) async throws(UserDirectoryError) -> (token: String, life: Duration?)? {
    count.withLock { $0 += 1 }
    for _ in 0..<1000 { await Task.yield() }
    return nil
  }
}
