import Dispatch
import HTTP

/// `HTTPTransport` over libcurl: keeps connections, sends from one serial queue, verifies certificates.
///
/// Beyond the seam's promises:
/// - **Kept connections** are used again for less than 4 s after their last answer: ZenML's server (uvicorn) closes them
///   after 5.0 s, and a request that meets the closing is lost.
/// - **Proxies** are those of the environment (`http_proxy`, `https_proxy`, `all_proxy`, `no_proxy`), as an operator
///   expects of a daemon; `localhost`, 127.0.0.0/8 and ::1 are never proxied, whatever the environment says. Changing
///   the environment while a transport lives is not safe: libcurl reads it for each request.
/// - **Limits** are those of `CurlLimits`; a request above them waits its turn for as long as it may (`HTTPTimeouts.waiting`).
/// - Idle connections stay open until a later request finds them too old, or until the transport is released.
package final class CurlHTTPTransport: HTTPStreamingTransport {
  private let driver: CurlDriver
  private let limits: CurlLimits

  /// - Parameter trust: whose signatures count; a file that cannot be read shows as a `tls` error of each https request.
  package init(limits: CurlLimits = .standard, trust: CurlTrust = .systemAuthorities) {
    self.limits = limits
    driver = CurlDriver(limits: limits, trust: trust)
  }

  package var executor: (any TaskExecutor)? { driver.executor }

  package func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    try await send(request, take: nil)
  }

  package func stream(
    _ request: HTTPRequest, _ take: @escaping @Sendable ([UInt8]) -> Bool
  ) async throws(HTTPTransportError) -> HTTPResponse {
    try await send(request, take: take)
  }

  private func send(
    _ request: HTTPRequest, take: (@Sendable ([UInt8]) -> Bool)?
  ) async throws(HTTPTransportError) -> HTTPResponse {
    try request.checkForSending()
    let origin = try Origin(of: request)
    let transfer = Transfer(
      request, to: origin, maximumHeaderBytes: limits.maximumHeaderBytes, verdicts: driver.verdicts, take: take)
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { driver.submit(transfer, answering: $0) }
    } onCancel: {
      driver.cancel(transfer)
    }
    return try outcome.get()
  }
}

/// Whose signatures make a server's certificate trustworthy.
package enum CurlTrust: Sendable, Equatable {
  /// The operating system's list (Debian: /etc/ssl/certs/ca-certificates.crt).
  case systemAuthorities
  /// The PEM file at this path, instead of the system's list.
  case authorities(file: String)
}
