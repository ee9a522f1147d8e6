import CCurl
import Glibc
import HTTP

extension Transfer {
  /// What libcurl's result means to the caller; `easy` still holds its details.
  func outcome(of code: CURLcode, _ easy: EasyHandle) -> Outcome {
    if let stopped { return .failure(failure(stopped)) }
    guard code == CURLE_OK, let sentAfter else { return .failure(failure(code, easy)) }
    return .success(
      HTTPResponse(
        status: easy.number(CURLINFO_RESPONSE_CODE), headers: answer.headers, body: answer.body, sentAfter: sentAfter))
  }

  func failure(_ kind: HTTPTransportError.Kind, _ words: String) -> HTTPTransportError {
    HTTPTransportError(kind, request, mayHaveBeenSent: mayHaveBeenSent, words)
  }

  private func forbidden(_ refusal: String) -> HTTPTransportError {
    .forbidden(request, mayHaveBeenSent: mayHaveBeenSent, refusal)
  }

  /// The time `limit` is over.
  func timeout(after limit: Duration) -> HTTPTransportError {
    .timedOut(phase, after: limit, request, mayHaveBeenSent: mayHaveBeenSent)
  }

  private var phase: HTTPTransportError.Phase {
    if stage == .waiting { return .waitingForConnection }
    if !mayHaveBeenSent { return .connecting }
    return answer.hasBegun ? .receivingAnswer : .awaitingAnswer
  }

  private func failure(_ stopped: Stop) -> HTTPTransportError {
    switch stopped {
    case .bodyTooLarge: failure(.responseTooLarge, "the answer's body is over \(request.maximumResponseBytes) bytes")
    case .headersTooLarge: failure(.responseTooLarge, "the answer's headers are over \(maximumHeaderBytes) bytes")
    case .wouldSendTwice: failure(.reset, "the kept connection closed without an answer")
    case .notWanted: failure(.cancelled, "the rest of the answer was not wanted")
    case .forbidden(let refusal): forbidden(refusal)
    }
  }

  private func failure(_ code: CURLcode, _ easy: EasyHandle) -> HTTPTransportError {
    switch code {
    case CURLE_OPERATION_TIMEDOUT: timeout(after: request.timeouts.connect)
    case CURLE_COULDNT_RESOLVE_HOST: failure(.resolve, "no address for the host name")
    case CURLE_COULDNT_RESOLVE_PROXY: failure(.resolve, "no address for the proxy")
    case CURLE_COULDNT_CONNECT where refusedAddress != nil: forbidden(refusedAddress ?? "")
    case CURLE_COULDNT_CONNECT: failure(.connect, "no connection: \(systemWords(easy) ?? "server or proxy out of reach")")
    case CURLE_GOT_NOTHING: failure(.reset, "the connection closed without an answer")
    case CURLE_PARTIAL_FILE: failure(.reset, "the connection closed before the answer was complete")
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR: failure(mayHaveBeenSent ? .reset : .connect, words(code, easy))
    case CURLE_TOO_MANY_REDIRECTS: failure(.tooManyRedirects, "too many redirects")
    default: failure(Self.tlsProblems.contains(code.rawValue) ? .tls : .other, words(code, easy))
    }
  }

  private static let tlsProblems = Set(
    [
      CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM,
      CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
      CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
      CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED, CURLE_SSL_SHUTDOWN_FAILED,
    ].map(\.rawValue))

  /// The system's reason for the last failed connect: libcurl's own words leave it out.
  private func systemWords(_ easy: EasyHandle) -> String? {
    easy.systemError == 0 ? nil : strerror(easy.systemError).map { String(cString: $0) }
  }

  /// libcurl's own words name hosts, certificates and system errors; but before a connection stands they can quote the
  /// proxy's URL with its password (7.88.1, lib/url.c, parse_proxy), so then only the code is put in words.
  private func words(_ code: CURLcode, _ easy: EasyHandle) -> String {
    let mayQuoteTheProxy = !mayHaveBeenSent && !Self.tlsProblems.contains(code.rawValue) && code != CURLE_RECV_ERROR
    return mayQuoteTheProxy || easy.lastError.isEmpty ? String(cString: curl_easy_strerror(code)) : easy.lastError
  }
}
