import CivilTime
import HTTP
import Seams
import ZenML

/// The users and service accounts of a ZenML server.
package struct ZenMLUsers: UserDirectory {
  private let serverURL: String
  private let transport: any HTTPTransport
  private let now: @Sendable () -> Instant

  /// Somebody waits for the answer.
  private static let timeouts = HTTPTimeouts(connect: .seconds(5), total: .seconds(10))

  package init(serverURL: String, transport: any HTTPTransport, now: @escaping @Sendable () -> Instant) {
    self.serverURL = serverURL
    self.transport = transport
    self.now = now
  }

  package func user(ofToken token: String) async throws(UserDirectoryError) -> DirectoryUser? {
    try await answer(.token(token)) { client throws(ZenMLError) in
      Self.directoryUser(try await client.currentUser())
    }
  }

  /// Nil when the account is none that may log in. Where the server does not say what kind of account it is, no user's name counts for it.
  private static func directoryUser(_ user: ZenMLUser) -> DirectoryUser? {
    guard user.isActive != false, let name = user.common.name else { return nil }
    return DirectoryUser(id: user.id, name: name, isServiceAccount: user.isServiceAccount ?? true)
  }

  package func logIn(username: String, password: String) async throws(UserDirectoryError) -> (token: String, life: Duration?)? {
    let credentials: ZenMLCredentials = username.isEmpty ? .apiKey(password) : .password(username: username, password: password)
    let token = try await answer(credentials) { client throws(ZenMLError) in try await client.accessToken() }
    guard let token else { return nil }
    return (token.text, token.endsAt.map { now().duration(to: $0) })
  }

  /// Nil when the server refuses the credentials.
  private func answer<Answer: Sendable>(
    _ credentials: ZenMLCredentials, _ ask: (ZenMLClient) async throws(ZenMLError) -> Answer?
  ) async throws(UserDirectoryError) -> Answer? {
    let configuration: ZenMLConfiguration
    do throws(ZenMLConfigurationError) {
      configuration = try ZenMLConfiguration(url: serverURL, credentials: credentials, timeouts: Self.timeouts)
    } catch {
      throw UserDirectoryError("\(error)")
    }
    do throws(ZenMLError) {
      return try await ask(ZenMLClient(configuration: configuration, transport: transport, now: now))
    } catch {
      switch error.kind {
      case .credentials, .refused, .notFound, .conflict: return nil
      case .unavailable, .unexpected: throw UserDirectoryError("the ZenML server does not say who that is: \(error)")
      }
    }
  }
}
