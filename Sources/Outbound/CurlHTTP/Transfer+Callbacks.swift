import CCurl
import Glibc
import HTTP

extension Transfer {
  /// Lets libcurl call back for any transfer; `receiveCallbacks` says for which.
  static func setCallbacks(_ easy: EasyHandle) throws(OptionRefused) {
    try easy.set(CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
      Transfer.from(context).take(body: UnsafeRawBufferPointer(start: bytes, count: count))
    }
    try easy.set(CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
      Transfer.from(context).take(header: UnsafeRawBufferPointer(start: bytes, count: count))
    }
    try easy.setBeforeRequest { context, address, _, _, _ in Transfer.from(context).allowSending(to: address) }
    try easy.setOpenSocket { context, _, address in Transfer.from(context).openSocket(to: address) }
  }

  /// From now on libcurl calls this transfer back, which has to outlive `easy`'s time in the multi handle.
  func receiveCallbacks(of easy: EasyHandle) throws(OptionRefused) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA, CURLOPT_OPENSOCKETDATA] { try easy.set(option, context) }
  }

  private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer {
    guard let context else { preconditionFailure("libcurl called back without its transfer") }
    return Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }

  /// How many bytes were taken; fewer than came end the transfer.
  private func take(body bytes: UnsafeRawBufferPointer) -> Int {
    if let take, let easy, (200..<300).contains(easy.number(CURLINFO_RESPONSE_CODE)) {
      guard !take(Array(bytes)) else { return bytes.count }
      stopped = .notWanted
      return 0
    }
    guard bytes.count <= request.maximumResponseBytes - answer.body.count else {
      stopped = .bodyTooLarge
      return 0
    }
    answer.body.append(contentsOf: bytes)
    return bytes.count
  }

  private func take(header line: UnsafeRawBufferPointer) -> Int {
    guard line.count <= maximumHeaderBytes - answer.headerBytes else {
      stopped = .headersTooLarge
      return 0
    }
    answer.takeHeaderLine(line)
    return line.count
  }

  /// Called with a connection at hand, just before the request is written to it.
  ///
  /// libcurl (7.88.1, lib/transfer.c, Curl_retry_request) sends any request again, a POST too, when a kept connection
  /// closes without a byte of answer; but the server may have acted before it closed.
  private func allowSending(to address: UnsafeMutablePointer<CChar>?) -> CInt {
    // A kept connection may have been made for a request with other rules.
    if let refusal = address.flatMap({ refusal(at: String(cString: $0)) }) {
      stopped = .forbidden(refusal)
      return CURL_PREREQFUNC_ABORT
    }
    if let refusal = refusalOfRedirect {
      stopped = .forbidden(refusal)
      return CURL_PREREQFUNC_ABORT
    }
    let redirects = easy?.number(CURLINFO_REDIRECT_COUNT) ?? 0
    // After a redirect it is another request, once.
    if redirectsAtSending == redirects, !request.maySendAgain {
      stopped = .wouldSendTwice
      return CURL_PREREQFUNC_ABORT
    }
    noteSending(afterRedirects: redirects)
    return CURL_PREREQFUNC_OK
  }

  /// Why a redirect is not to be followed to where it leads. What cannot be told is another server.
  private var refusalOfRedirect: String? {
    guard request.followsRedirects, request.staysWithServer, request.unixSocketPath == nil else { return nil }
    let current = easy?.currentURL.flatMap { try? Origin(of: HTTPRequest(request.method, $0)) }
    if let current, origin.isServer(of: current) { return nil }
    let place = current.map { ", \($0.scheme)://\($0.host)," } ?? ""
    return "a redirect leads to another server\(place) which is not to get the request's headers"
  }

  /// Called for each address that is tried; none is connected to that the request's rules refuse.
  private func openSocket(to address: UnsafeMutablePointer<curl_sockaddr>?) -> curl_socket_t {
    guard let address else { return CURL_SOCKET_BAD }
    // Before a handshake, in which the server would see our certificate.
    if let refusal = refusalOfRedirect {
      stopped = .forbidden(refusal)
      return CURL_SOCKET_BAD
    }
    if let refusal = IPAddress(ccurl_address(address)).flatMap({ refusal(at: $0.description) }) {
      refusedAddress = refusal
      return CURL_SOCKET_BAD
    }
    return ccurl_open_socket(address)
  }

  private func refusal(at address: String) -> String? {
    guard let rules = request.egress, request.unixSocketPath == nil else { return nil }
    // Without redirects the host is the one that was asked for.
    let current = request.followsRedirects ? easy?.currentURL : nil
    let host = current?.withURLParser { Origin.part(CURLUPART_HOST, of: $0) } ?? origin.host
    let scheme = current?.withURLParser { Origin.part(CURLUPART_SCHEME, of: $0) } ?? origin.scheme
    let proxy = request.proxy?.proxyHost ?? verdicts.proxies.host(for: host, by: scheme)
    return verdicts.refusal(by: rules, of: host, at: address, through: proxy)
  }
}

extension IPAddress {
  /// Nil for a socket that is of neither version.
  fileprivate init?(_ address: UnsafePointer<sockaddr>?) {
    guard let address else { return nil }
    let raw = UnsafeRawPointer(address)
    switch CInt(address.pointee.sa_family) {
    case AF_INET: self.init(bytes: withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) })
    case AF_INET6: self.init(bytes: withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) })
    default: return nil
    }
  }
}
