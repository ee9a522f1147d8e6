import CivilTime
import HTTP
import Values

/// A client of a ZenML server's REST API.
///
/// ```swift
/// let configuration = try ZenMLConfiguration(url: "https://zen.example", credentials: .apiKey(key))
/// let client = ZenMLClient(configuration: configuration, transport: transport, now: { clock.now })
/// for try await run in client.runs.list(sort: .descending(.created), filter: [.status.equals(.failed)]) { … }
/// ```
///
/// Callers may rely on this:
/// - It logs in by itself, once for any number of callers, ahead of the token's expiry where the server names one. A 401 logs
///   in again exactly once and sends the call once more, with the same Idempotency-Key; what is refused then is an error of kind
///   ``ZenMLError/Kind/credentials``.
/// - No call is sent again for another reason than that 401, unless ``ZenMLRetries`` ask for it.
/// - Every POST but the login carries an `Idempotency-Key`.
/// - **Filters are checked.** The server ignores those it does not know and answers with everything; rows that were not
///   asked for are left out and counted (``ZenMLPage/unaskedCount``).
/// - One unreadable row never costs the others (``ZenMLPage/unreadable``).
/// - Tokens live in memory only, cookies are never kept, and no error or description holds a secret.
public struct ZenMLClient: Sendable {
  /// Which server, which project, as whom.
  public let configuration: ZenMLConfiguration
  /// Which requests the server understands.
  public let dialect: ZenMLDialect
  package let transport: any HTTPTransport
  /// The time of day, for tokens' ends and waits until a date.
  package let now: @Sendable () -> Instant
  private let retries: ZenMLRetries
  private let session: ZenMLSession
  private let project = ZenMLProjectMemory()

  /// - Parameters:
  ///   - now: the time of day, for tokens' ends and waits until a date.
  ///   - retries: what to do when the server has no time.
  public init(
    configuration: ZenMLConfiguration, transport: any HTTPTransport, dialect: ZenMLDialect = .server, retries: ZenMLRetries = .none,
    now: @escaping @Sendable () -> Instant
  ) {
    self.configuration = configuration
    self.dialect = dialect
    self.transport = transport
    self.now = now
    self.retries = retries
    session = ZenMLSession(configuration: configuration, dialect: dialect, transport: transport, now: now)
  }

  /// The id of the configured project; asked for once, and again when the server says that it has gone.
  public func projectID() async throws(ZenMLError) -> Identifier {
    if let known = await project.id { return known }
    let found = try await activeProject().id
    await project.remember(found)
    return found
  }

  /// The same without asking; nil until it was asked for.
  package var knownProjectID: Identifier? {
    get async { await project.id }
  }

  /// A token of the server for the configured credentials, and its end where that is known; logs in when there is none yet.
  package func accessToken() async throws(ZenMLError) -> (text: String, endsAt: Instant?) {
    let token = try await session.token()
    return (token.text, token.endsAt)
  }

  /// Sends `call` with a token.
  /// - Returns: an answer with a status of 200 to 299.
  func send(_ call: ZenMLCall) async throws(ZenMLError) -> HTTPResponse {
    guard let call = dialect.conforming(call) else {
      throw refused("the published document declares no \(call.method) /api/v1\(call.path)")
    }
    var failures = 0
    while true {
      do {
        return try await sendWithToken(call)
      } catch {
        failures += 1
        guard let wait = retries.wait(after: error, failures: failures) else { throw await meaning(of: error) }
        do { try await retries.pause(wait) } catch _ { throw error }
      }
    }
  }

  /// Sends `call` without a token, for the few paths that are open.
  func sendOpenly(_ call: ZenMLCall) async throws(ZenMLError) -> HTTPResponse {
    try accepted(try await exchange(call, token: nil), to: call)
  }

  private func sendWithToken(_ call: ZenMLCall) async throws(ZenMLError) -> HTTPResponse {
    let token = try await session.token()
    let response = try await exchange(call, token: token)
    guard response.status == 401, configuration.credentials.loginForm(dialect) != nil else { return try accepted(response, to: call) }
    let renewed = try await session.token(replacing: token)
    return try accepted(try await exchange(call, token: renewed), to: call)
  }

  private func exchange(_ call: ZenMLCall, token: AccessToken?) async throws(ZenMLError) -> HTTPResponse {
    do {
      return try await transport.send(call.request(to: configuration, token: token?.text))
    } catch {
      throw ZenMLError(error)
    }
  }

  /// The error itself, unless it says that the project has gone which was there before: then that is an absence, for whoever deletes a
  /// project or sets a server up anew may make it again under its name. Its id is asked for again with the next call that needs it.
  private func meaning(of error: ZenMLError) async -> ZenMLError {
    guard error.status == 404, error.serverClass == "KeyError",
      await project.forget(missedIn: error.wholeDescription, name: configuration.project)
    else { return error }
    return ZenMLError(
      .unavailable, error.description, serverClass: error.serverClass, mayHaveBeenSent: false, wholeDescription: error.wholeDescription)
  }

  private func accepted(_ response: HTTPResponse, to call: ZenMLCall) throws(ZenMLError) -> HTTPResponse {
    if 200..<300 ~= response.status { return response }
    throw ZenMLError(
      response, to: call.described(on: configuration.serverURL), hiding: configuration.credentials.secrets, now: now())
  }
}

/// The configured project's id, once known. A project keeps its id for ever; its name may come to mean another one.
private actor ZenMLProjectMemory {
  private(set) var id: Identifier?
  /// Every id that the project has had: calls that were made with a former one may still be answered.
  private var everKnown: Set<Identifier> = []

  func remember(_ found: Identifier) {
    id = found
    everKnown.insert(found)
  }

  /// Forgets the id when the server has said that the project is not there; others of its kind are none of our business.
  /// - Returns: false when `words` are about something else, or when the project was never there.
  func forget(missedIn words: String, name: String) -> Bool {
    guard words.contains("Unable to get project") else { return false }
    let missed = everKnown.filter { words.contains("'\($0)'") }
    guard !missed.isEmpty || (!everKnown.isEmpty && words.contains("'\(name)'")) else { return false }
    // What a call with a former id comes to says nothing of the present one.
    if missed.isEmpty || missed.contains(where: { $0 == id }) { id = nil }
    return true
  }
}
