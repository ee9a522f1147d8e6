import Seams
import Synchronization

/// A ZenML server's users: `ann` and `bob`, with their names as passwords; counts how often it was asked.
final class FakeUsers: UserDirectory {
  private struct State {
    var revoked: Set<String> = []
    var isAway = false
    var questions = 0
  }

  private let state = Mutex(State())
  /// Of the tokens, as the server tells it.
  private let tokenLife: Duration?

  init(tokenLife: Duration? = nil) { self.tokenLife = tokenLife }

  var questions: Int { state.withLock { $0.questions } }

  func revoke(_ token: String) { state.withLock { _ = $0.revoked.insert(token) } }
  func goAway() { state.withLock { $0.isAway = true } }

  func user(ofToken token: String) async throws(UserDirectoryError) -> DirectoryUser? {
    try question()
    guard token.hasPrefix("token-"), !state.withLock({ $0.revoked.contains(token) }) else { return nil }
    return DirectoryUser(name: String(token.dropFirst("token-".count)))
  }

  func logIn(username: String, password: String) async throws(UserDirectoryError) -> (token: String, life: Duration?)? {
    try question()
    guard username == password else { return nil }
    return ("token-\(username)", tokenLife)
  }

  private func question() throws(UserDirectoryError) {
    let isAway = state.withLock { state in
      state.questions += 1
      return state.isAway
    }
    if isAway { throw UserDirectoryError("connection refused") }
  }
}
