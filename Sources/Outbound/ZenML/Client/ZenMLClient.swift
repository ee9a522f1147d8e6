import CivilTime
import Scheduling
import Seams

/// A client of a ZenML server's REST API (0.98): only what scheduling needs, each call typed.
///
/// Callers may rely on this:
/// - It logs in by itself, once for any number of callers, ahead of the token's expiry where the server names one. A 401 logs
///   in again exactly once; what is refused then is an error of kind `credentials`.
/// - No call is sent again for another reason than that 401: waiting and repeating is the caller's business.
/// - **Filters are checked.** The server ignores those it does not know and answers with everything; rows that were not
///   asked for are left out and counted (`ZenMLPage.unaskedCount`).
/// - One unreadable row never costs the others (`ZenMLPage.unreadable`).
/// - Tokens live in memory only, cookies are never kept, and no error or description holds a secret.
package struct ZenMLClient: Sendable {
  package let configuration: ZenMLConfiguration
  let transport: any HTTPTransport
  let clock: any WallClock
  private let session: ZenMLSession
  private let project = ZenMLProjectMemory()

  package init(configuration: ZenMLConfiguration, transport: any HTTPTransport, clock: any WallClock) {
    self.configuration = configuration
    self.transport = transport
    self.clock = clock
    session = ZenMLSession(configuration: configuration, transport: transport, clock: clock)
  }

  /// The id of the configured project; asked for once.
  package func projectID() async throws(ZenMLError) -> Identifier {
    if let known = await project.id { return known }
    let found = try await project(configuration.project).id
    await project.remember(found)
    return found
  }

  /// Sends `call` with a token.
  /// - Returns: an answer with a status of 200 to 299.
  func send(_ call: ZenMLCall) async throws(ZenMLError) -> HTTPResponse {
    let token = try await session.token()
    let response = try await exchange(call, token: token)
    guard response.status == 401, configuration.credentials.loginForm != nil else { return try accepted(response, to: call) }
    let renewed = try await session.token(replacing: token)
    return try accepted(try await exchange(call, token: renewed), to: call)
  }

  /// Sends `call` without a token, for the few paths that are open.
  func sendOpenly(_ call: ZenMLCall) async throws(ZenMLError) -> HTTPResponse {
    try accepted(try await exchange(call, token: nil), to: call)
  }

  private func exchange(_ call: ZenMLCall, token: AccessToken?) async throws(ZenMLError) -> HTTPResponse {
    let request = call.request(to: configuration.serverURL, token: token?.text)
    do {
      return try await transport.send(request)
    } catch {
      throw ZenMLError(error)
    }
  }

  private func accepted(_ response: HTTPResponse, to call: ZenMLCall) throws(ZenMLError) -> HTTPResponse {
    if 200..<300 ~= response.status { return response }
    throw ZenMLError(
      response, to: call.described(on: configuration.serverURL), hiding: configuration.credentials.secrets,
      now: clock.now())
  }
}

/// The configured project's id, once known: a project keeps its id for ever.
private actor ZenMLProjectMemory {
  private(set) var id: Identifier?
  func remember(_ found: Identifier) { id = found }
}
