import CCurl
import HTTP

extension Transfer {
  private static let maximumRedirects = 5

  /// Sets every option of the request on `easy`, but those that it has from a request of the same form.
  /// - Parameters:
  ///   - unproxied: hosts that no proxy is asked for, as CURLOPT_NOPROXY names them.
  ///   - keptSeconds: the age of an idle connection that may be used again.
  func configure(_ easy: EasyHandle, trust: CurlTrust, unproxied: String, keptSeconds: Int) throws(OptionRefused) {
    let form = form
    if easy.form != form {
      easy.reset()
      try setProtocol(easy)
      try setConnection(easy, keptSeconds: keptSeconds)
      try setProxy(easy, unproxied: unproxied)
      try setTrust(easy, trust)
      try setMethod(easy)
      try Self.setCallbacks(easy)
      easy.form = form
    }
    try easy.set(CURLOPT_URL, request.url)
    if let body { try easy.setBody(body) }
    try easy.setHeaders(request.headers, without: ["Accept", "Content-Type", "Expect"])
    try receiveCallbacks(of: easy)
  }

  private func setProtocol(_ easy: EasyHandle) throws(OptionRefused) {
    // HTTP/2 would let one connection carry many requests, and one broken connection lose them all.
    try easy.set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    try easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
    let follows = request.followsRedirects && request.body == nil && ["GET", "HEAD"].contains(request.method)
    try easy.set(CURLOPT_FOLLOWLOCATION, follows ? 1 : 0)
    try easy.set(CURLOPT_MAXREDIRS, Self.maximumRedirects)
    try easy.set(CURLOPT_REDIR_PROTOCOLS_STR, origin.scheme == "https" ? "https" : "http,https")
  }

  private func setConnection(_ easy: EasyHandle, keptSeconds: Int) throws(OptionRefused) {
    // No SIGALRM for time-outs: signals and threads do not mix.
    try easy.set(CURLOPT_NOSIGNAL, 1)
    // A name lookup that is given up ends on its own thread; otherwise giving it up would stop every transfer until then.
    try easy.set(CURLOPT_QUICK_EXIT, 1)
    try easy.set(CURLOPT_CONNECTTIMEOUT_MS, request.timeouts.connect.milliseconds)
    try easy.set(CURLOPT_MAXAGE_CONN, keptSeconds)
    if let path = request.unixSocketPath { try easy.set(CURLOPT_UNIX_SOCKET_PATH, path) }
  }

  private func setProxy(_ easy: EasyHandle, unproxied: String) throws(OptionRefused) {
    if let proxy = request.proxy, request.unixSocketPath == nil {
      try easy.set(CURLOPT_PROXY, proxy)
      try easy.set(CURLOPT_NOPROXY, "")
    } else {
      try easy.set(CURLOPT_NOPROXY, request.unixSocketPath == nil ? unproxied : "*")
    }
    try easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
  }

  private func setTrust(_ easy: EasyHandle, _ trust: CurlTrust) throws(OptionRefused) {
    try easy.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    try easy.set(CURLOPT_SSL_VERIFYPEER, 1)
    try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
    if let file = request.identity?.authoritiesFile {
      try trustOnly(file, easy)
    } else if case .authorities(let file) = trust {
      try trustOnly(file, easy)
    }
    guard let certificate = request.identity?.certificateFile else { return }
    try easy.set(CURLOPT_SSLCERT, certificate)
    try easy.set(CURLOPT_SSLKEY, request.identity?.keyFile ?? certificate)
  }

  private func trustOnly(_ file: String, _ easy: EasyHandle) throws(OptionRefused) {
    try easy.set(CURLOPT_CAINFO, file)
    // Debian's libcurl looks into the system's folder too.
    try easy.clear(CURLOPT_CAPATH)
    // A file that is replaced counts at once: not what was read of it before, nor a session that it vouched for.
    try easy.set(CURLOPT_CA_CACHE_TIMEOUT, 0)
    try easy.set(CURLOPT_SSL_SESSIONID_CACHE, 0)
  }

  private func setMethod(_ easy: EasyHandle) throws(OptionRefused) {
    if request.method == "HEAD" {
      try easy.set(CURLOPT_NOBODY, 1)
    } else if body != nil {
      try easy.set(CURLOPT_POST, 1)
      if request.method != "POST" { try easy.set(CURLOPT_CUSTOMREQUEST, request.method) }
    } else if request.method != "GET" {
      try easy.set(CURLOPT_CUSTOMREQUEST, request.method)
    }
  }

  /// Some methods are not sent without one.
  private var body: [UInt8]? { request.body ?? (["POST", "PUT", "PATCH"].contains(request.method) ? [] : nil) }
}

extension Duration {
  /// Rounded up.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    let perMillisecond: Int64 = 1_000_000_000_000_000
    return Int(seconds) * 1000 + Int((attoseconds + perMillisecond - 1) / perMillisecond)
  }
}
