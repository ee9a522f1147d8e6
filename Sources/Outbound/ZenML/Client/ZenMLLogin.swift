import CivilTime
import HTTP
import Values

/// `POST /login`: a key or password for an access token.
struct ZenMLLogin: Sendable {
  let configuration: ZenMLConfiguration
  let dialect: ZenMLDialect
  let transport: any HTTPTransport
  let now: @Sendable () -> Instant

  /// A token is renewed this long before its end, so that none expires on its way.
  private static let renewalMargin = Duration.seconds(60)
  /// … but never for more than this part of its life.
  private static let renewalMarginDivisor = 5

  func perform(number: Int) async -> Result<AccessToken, ZenMLError> {
    guard let form = configuration.credentials.loginForm(dialect) else {
      preconditionFailure("a token that is sent as it is needs no login")
    }
    let call = ZenMLCall.post("/login", form: form)
    let askedAt = now()
    do throws(ZenMLError) {
      let response = try await exchange(call)
      return .success(try token(from: response, to: call, number: number, askedAt: askedAt))
    } catch {
      return .failure(error)
    }
  }

  /// The server closes kept connections after 5 s; logging in twice does no harm, so a connection that ended is tried anew.
  private func exchange(_ call: ZenMLCall) async throws(ZenMLError) -> HTTPResponse {
    let request = call.request(to: configuration, token: nil)
    do {
      return try await transport.send(request)
    } catch  where error.kind == .reset {
      return try await secondExchange(request)
    } catch {
      throw ZenMLError(error)
    }
  }

  private func secondExchange(_ request: HTTPRequest) async throws(ZenMLError) -> HTTPResponse {
    do {
      return try await transport.send(request)
    } catch {
      throw ZenMLError(error)
    }
  }

  private func token(
    from response: HTTPResponse, to call: ZenMLCall, number: Int, askedAt: Instant
  ) throws(ZenMLError) -> AccessToken {
    let name = call.described(on: configuration.serverURL)
    guard response.status == 200 else {
      let error = ZenMLError(response, to: name, hiding: configuration.credentials.secrets, now: now())
      // The first call of all: a ZenML server knows this path, so the address leads somewhere else. A proxy whose server is away
      // leads there again.
      guard response.status == 405 || error.kind == .notFound else { throw error }
      throw ZenMLError(
        .unexpected, "\(name): answered \(response.status): is this the URL of a ZenML server?", status: response.status)
    }
    let answer = try? JSONReader.value(of: response.body)
    guard let text = answer?["access_token"]?.stringValue else {
      throw response.looksLikeHTML
        ? .notJSON(response, to: name)
        : ZenMLError(.unexpected, "\(name): answered 200 without an access_token", status: 200)
    }
    // Null by default, for a token that does not expire.
    let life = answer.flatMap { ZenMLFields($0).duration("expires_in") }
    return AccessToken(
      text: text, number: number, renewAt: life.map { askedAt + Self.lifeUntilRenewal($0) }, endsAt: life.map { askedAt + $0 })
  }

  private static func lifeUntilRenewal(_ life: Duration) -> Duration {
    life - min(renewalMargin, life / renewalMarginDivisor)
  }
}
