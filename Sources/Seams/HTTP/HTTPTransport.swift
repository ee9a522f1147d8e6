/// Sends one HTTP request and brings back its answer: the only way in which the daemon speaks HTTP to others.
///
/// What callers may rely on:
/// - **A status is a response, never an error.** 404 and 503 are returned; an error means that no complete answer came.
/// - **Exactly what is asked.** Headers and body go out as given; the transport adds `Host`, and `Content-Length` where a
///   body belongs. No cookie jar, no cache, no netrc, no `Accept`, no `Content-Type`, no `Expect: 100-continue`, no
///   decompression, HTTP/1.1.
/// - **`POST` and `PATCH` leave at most once per call.** The transport never sends them again by itself, not even when a
///   kept connection turns out to be closed. Methods that RFC 9110 section 9.2.2 calls idempotent may be sent again on a
///   fresh connection after a kept one closed without a byte of answer, unless the request says `isNeverSentAgain`.
/// - **`mayHaveBeenSent` never says `false` wrongly**: `false` means that no byte of the request left, so that sending
///   it again is safe; `true` means ask first, or use a key that the server honours.
/// - **Everything ends**: `timeouts.total` bounds the whole call, and cancelling the task ends it at once.
/// - **Only `http` and `https`**, certificates verified, TLS 1.2 or later.
/// - **Redirects are answers** unless `followsRedirects` is set on a `GET` or `HEAD`.
/// - **Egress rules hold at the connection**: what they refuse is never connected to, whatever a name resolves to, and a kept
///   connection is no way around them. Nothing of the request has left then.
/// - **No secret in an error**: neither user info, query, header nor body is in its text.
public protocol HTTPTransport: Sendable {
  /// Sends `request`; may be called from any number of tasks at once.
  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse

  /// As `send`, for who needs nothing of the body of an answer of class 2xx: none of it is in the response, and it may be of any length
  /// where the transport can hand it on.
  func sendDroppingBody(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse

  /// The transport's own queue, for tasks that do little else than send: they need not change threads to do so. Such a task
  /// must not block, for it would hold up every request. Nil: there is none.
  var executor: (any TaskExecutor)? { get }
}

extension HTTPTransport {
  public var executor: (any TaskExecutor)? { nil }
}

extension HTTPTransport {
  public func sendDroppingBody(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    if let transport = self as? any HTTPStreamingTransport { return try await transport.stream(request) { _ in true } }
    var response = try await send(request)
    if 200..<300 ~= response.status { response.body = [] }
    return response
  }
}

/// A transport that can hand an answer on while it comes, for answers without an end.
public protocol HTTPStreamingTransport: HTTPTransport {
  /// As `send`, but the body of an answer of class 2xx goes to `take`, piece by piece, as it arrives, and none of it is in the
  /// response. `maximumResponseBytes` bounds the body of other answers only.
  /// - Parameter take: called on the transport's own queue, which waits for it; false ends the call with `cancelled`.
  func stream(_ request: HTTPRequest, _ take: @escaping @Sendable ([UInt8]) -> Bool) async throws(HTTPTransportError) -> HTTPResponse
}
