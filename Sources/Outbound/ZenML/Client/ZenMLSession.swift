import CivilTime
import HTTP

/// The access token, and the one login that is under way for all who wait for it.
actor ZenMLSession {
  private let configuration: ZenMLConfiguration
  private let dialect: ZenMLDialect
  private let login: ZenMLLogin
  private let now: @Sendable () -> Instant

  private var current: AccessToken?
  private var loginUnderWay: Task<Result<AccessToken, ZenMLError>, Never>?
  private var loginCount = 0

  init(
    configuration: ZenMLConfiguration, dialect: ZenMLDialect, transport: any HTTPTransport, now: @escaping @Sendable () -> Instant
  ) {
    self.configuration = configuration
    self.dialect = dialect
    self.now = now
    login = ZenMLLogin(configuration: configuration, dialect: dialect, transport: transport, now: now)
  }

  /// A token that is good for now, as far as can be known.
  func token() async throws(ZenMLError) -> AccessToken {
    if let text = configuration.credentials.bearer(dialect) { return AccessToken(text: text, number: 0) }
    if let current, current.isGood(at: now()) { return current }
    return try await loggedIn()
  }

  /// A newer token than `refused`, which the server did not take.
  func token(replacing refused: AccessToken) async throws(ZenMLError) -> AccessToken {
    if let current, current.number > refused.number { return current }
    return try await loggedIn()
  }

  private func loggedIn() async throws(ZenMLError) -> AccessToken {
    let task = loginUnderWay ?? startLogin()
    return try await task.value.get()
  }

  private func startLogin() -> Task<Result<AccessToken, ZenMLError>, Never> {
    loginCount += 1
    let number = loginCount
    let task = Task { [login] in
      let result = await login.perform(number: number)
      finishLogin(result)
      return result
    }
    loginUnderWay = task
    return task
  }

  private func finishLogin(_ result: Result<AccessToken, ZenMLError>) {
    loginUnderWay = nil
    current = try? result.get()
  }
}

/// A bearer token. Its text never leaves memory.
struct AccessToken: Sendable {
  let text: String
  /// Which login it came from. Two logins in one second can bring the same text, so texts do not tell them apart.
  let number: Int
  /// From when on a new one is fetched first; nil when it does not expire.
  var renewAt: Instant?
  /// Nil as well when nobody says.
  var endsAt: Instant?

  func isGood(at now: Instant) -> Bool { renewAt.map { now < $0 } ?? true }
}
