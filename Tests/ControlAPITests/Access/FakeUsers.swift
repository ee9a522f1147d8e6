import Seams
import Synchronization
import Values

/// A ZenML server's users: `ann` and `bob`, with their names as passwords; counts how often it was asked.
final class FakeUsers: UserDirectory {
  private struct State {
    var revoked: Set<String> = []
    /// What accounts are called now, by their first names.
    var names: [String: String] = [:]
    var isAway = false
    var questions = 0
  }

  private let state = Mutex(State())
  /// Of the tokens, as the server tells it.
  private let tokenLife: Duration?

  /// The first names of the accounts that are programs'.
  private let serviceAccounts: Set<String>

  init(tokenLife: Duration? = nil, serviceAccounts: Set<String> = []) {
    (self.tokenLife, self.serviceAccounts) = (tokenLife, serviceAccounts)
  }

  /// Of the account that began with the name, whatever it is called now.
  static func id(_ firstName: String) -> Identifier {
    .version5(namespace: Identifier(high: 0, low: 0), name: firstName)
  }

  var questions: Int { state.withLock { $0.questions } }

  func revoke(_ token: String) { state.withLock { _ = $0.revoked.insert(token) } }
  func rename(_ firstName: String, to name: String) { state.withLock { $0.names[firstName] = name } }
  func goAway() { state.withLock { $0.isAway = true } }

  func user(ofToken token: String) async throws(UserDirectoryError) -> DirectoryUser? {
    try question()
    guard token.hasPrefix("token-"), !state.withLock({ $0.revoked.contains(token) }) else { return nil }
    let firstName = String(token.dropFirst("token-".count))
    return DirectoryUser(
      id: Self.id(firstName), name: state.withLock { $0.names[firstName] } ?? firstName,
      isServiceAccount: serviceAccounts.contains(firstName))
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
