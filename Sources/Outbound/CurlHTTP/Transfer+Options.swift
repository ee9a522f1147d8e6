import CCurl
import HTTP

extension Transfer {
  /// libcurl compares whole seconds and allows one more than it is told: 3 means idle for less than 4.0 s.
  private static let keptConnectionSeconds = 3
  private static let maximumRedirects = 5

  /// Sets every option of the request on `easy`.
  /// - Parameter unproxied: hosts that no proxy is asked for, as CURLOPT_NOPROXY names them.
  func configure(_ easy: EasyHandle, trust: CurlTrust, unproxied: String) throws(OptionRefused) {
    try easy.set(CURLOPT_URL, request.url)
    try setProtocol(easy)
    try setConnection(easy, trust: trust, unproxied: unproxied)
    try setMethodAndBody(easy)
    try easy.setHeaders(headerLines)
    try setCallbacks(easy)
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

  private func setConnection(_ easy: EasyHandle, trust: CurlTrust, unproxied: String) throws(OptionRefused) {
    // No SIGALRM for time-outs: signals and threads do not mix.
    try easy.set(CURLOPT_NOSIGNAL, 1)
    // A name lookup that is given up ends on its own thread; otherwise giving it up would stop every transfer until then.
    try easy.set(CURLOPT_QUICK_EXIT, 1)
    try easy.set(CURLOPT_CONNECTTIMEOUT_MS, request.timeouts.connect.milliseconds)
    try easy.set(CURLOPT_MAXAGE_CONN, Self.keptConnectionSeconds)
    try easy.set(CURLOPT_NOPROXY, request.unixSocketPath == nil ? unproxied : "*")
    if let path = request.unixSocketPath { try easy.set(CURLOPT_UNIX_SOCKET_PATH, path) }
    try easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    try easy.set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    try easy.set(CURLOPT_SSL_VERIFYPEER, 1)
    try easy.set(CURLOPT_SSL_VERIFYHOST, 2)
    if case .authorities(let file) = trust { try easy.set(CURLOPT_CAINFO, file) }
    try easy.closeSocketsOnExec()
  }

  private func setMethodAndBody(_ easy: EasyHandle) throws(OptionRefused) {
    let impliesBody = ["POST", "PUT", "PATCH"].contains(request.method)
    if request.method == "HEAD" {
      return try easy.set(CURLOPT_NOBODY, 1)
    }
    if let body = request.body ?? (impliesBody ? [] : nil) {
      try easy.set(CURLOPT_POST, 1)
      try easy.setBody(body)
      if request.method != "POST" { try easy.set(CURLOPT_CUSTOMREQUEST, request.method) }
    } else if request.method != "GET" {
      try easy.set(CURLOPT_CUSTOMREQUEST, request.method)
    }
  }

  /// The request's headers, and with them none that libcurl would add ("Name:" removes one, "Name;" sends an empty one).
  private var headerLines: [String] {
    let given = request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    let names = Set(request.headers.map { $0.name.lowercased() })
    return given + ["Accept", "Content-Type", "Expect"].filter { !names.contains($0.lowercased()) }.map { "\($0):" }
  }
}

extension Duration {
  /// Rounded up.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    let perMillisecond: Int64 = 1_000_000_000_000_000
    return Int(seconds) * 1000 + Int((attoseconds + perMillisecond - 1) / perMillisecond)
  }
}
