import CivilTime
import Foundation
import HTTP
import Values

/// A client of the JFrog ML REST API 1.x: every operation of its OpenAPI document, each call typed.
///
/// Callers may rely on this:
/// - One call is one request (a list: one for each page). Nothing is sent again: waiting and repeating is the caller's business.
/// - What an answer holds beyond the document is kept (`extra`), what it lacks is nil; a row that cannot be read costs no other row.
/// - An error says what was tried, on what, and what came back. Neither it nor any description holds a secret.
///
///     let client = try JFrogMLClient(baseURL: "https://acme.jfrog.io/ml/api", credentials: .token(token), transport: transport)
///     for try await model in client.models.list() { … }
public struct JFrogMLClient: Sendable {
  /// An unpaged list of some thousand experiments with their metrics, and a bound on what one answer may cost.
  static let maximumResponseBytes = 32 * 1024 * 1024

  /// Without a slash at the end and without `/v1`.
  public let baseURL: String
  public let credentials: JFrogMLCredentials
  public let dialect: JFrogMLDialect
  /// Of each request.
  public let timeouts: HTTPTimeouts
  let transport: any HTTPTransport
  private let now: (@Sendable () -> Instant)?

  /// - Parameters:
  ///   - baseURL: `https://acme.jfrog.io/ml/api`; the host alone means that path.
  ///   - now: the time of day, for a `Retry-After` that is a date. Without one it counts where the server shows its own clock.
  /// - Throws: when the URL cannot be a server's.
  public init(
    baseURL: String, credentials: JFrogMLCredentials, transport: any HTTPTransport, dialect: JFrogMLDialect = .document,
    timeouts: HTTPTimeouts = .standard, now: (@Sendable () -> Instant)? = nil
  ) throws(JFrogMLURLError) {
    self.baseURL = try JFrogMLBaseURL.normalized(baseURL)
    self.credentials = credentials
    self.transport = transport
    self.dialect = dialect
    self.timeouts = timeouts
    self.now = now
  }

  /// Sends `call`.
  /// - Returns: an answer with a status of 200 to 299.
  func send(_ call: JFrogMLCall) async throws(JFrogMLError) -> HTTPResponse {
    let response: HTTPResponse
    do {
      response = try await transport.send(call.request(of: self))
    } catch {
      throw JFrogMLError(error)
    }
    if 200..<300 ~= response.status { return response }
    throw JFrogMLError(response, to: call.described(on: baseURL), hiding: credentials.secrets, retryAfter: retryAfter(response))
  }

  /// The answer to `call`, read as JSON.
  func read(_ call: JFrogMLCall) async throws(JFrogMLError) -> JSONValue { try json(try await send(call), to: call) }

  func json(_ response: HTTPResponse, to call: JFrogMLCall) throws(JFrogMLError) -> JSONValue {
    guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(response.body)) else {
      throw .notJSON(response, to: call.described(on: baseURL))
    }
    return value
  }

  func record<Record: JFrogRecord>(
    _ type: Record.Type = Record.self, in response: HTTPResponse, to call: JFrogMLCall
  ) throws(JFrogMLError) -> Record {
    let json = try json(response, to: call)
    do {
      return try Record(json: json)
    } catch {
      let place = call.described(on: baseURL)
      throw JFrogMLError(.unexpected, "\(place): answered \(response.status) with \(error)", status: response.status)
    }
  }

  private func retryAfter(_ response: HTTPResponse) -> Duration? {
    if let now { return response.retryAfter(now: now()) }
    // A number of seconds needs no clock, and the server's own is as good as ours.
    let needsClock = response.header("retry-after")?.utf8.allSatisfy { (0x30...0x39).contains($0) } == false
    return needsClock && response.header("date") == nil ? nil : response.retryAfter(now: .distantPast)
  }
}
