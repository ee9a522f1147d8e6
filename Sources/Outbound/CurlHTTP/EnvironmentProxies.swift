import CCurl
import Glibc
import HTTP

/// Which of the environment's proxies libcurl asks, by the rules of its own (7.88.1, lib/url.c, detect_proxy; lib/noproxy.c).
///
/// Where that cannot be told, a proxy is taken to be asked.
struct EnvironmentProxies {
  /// The hosts of the proxies for either scheme.
  private let http: String?
  private let https: String?
  private let exceptions: [String]

  init() {
    let other = Self.variable("all_proxy", "ALL_PROXY")
    // Not HTTP_PROXY, which is a request's header to CGI programs.
    http = (Self.variable("http_proxy") ?? other)?.proxyHost
    https = (Self.variable("https_proxy", "HTTPS_PROXY") ?? other)?.proxyHost
    exceptions = unproxiedHosts().split(separator: ",").map(String.init)
  }

  /// The host of the proxy that passes on what is for `host`; nil when the connection is made to `host` itself.
  /// - Parameter host: an IPv6 address in brackets.
  func host(for host: String, by scheme: String) -> String? {
    guard let proxy = scheme == "https" ? https : http else { return nil }
    return isExcepted(host.lowercased()) ? nil : proxy
  }

  private func isExcepted(_ host: String) -> Bool {
    if exceptions == ["*"] { return true }
    let plain = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    if let address = IPAddress(plain) { return exceptions.contains { Self.covers($0, plain, address) } }
    let name = host.hasSuffix(".") ? host.dropLast() : host[...]
    return exceptions.contains { Self.covers($0.lowercased(), name) }
  }

  /// libcurl takes an address and one that maps it for two, and `/0` for one address.
  private static func covers(_ exception: String, _ text: String, _ address: IPAddress) -> Bool {
    guard exception.contains(":") == text.contains(":"), !exception.hasSuffix("/0") else { return false }
    return AddressRange(exception)?.contains(address) == true
  }

  private static func covers(_ exception: String, _ name: Substring) -> Bool {
    var domain = exception[...]
    if domain.hasSuffix(".") { domain.removeLast() }
    if domain.hasPrefix(".") { domain.removeFirst() }
    return !domain.isEmpty && (name == domain || name.hasSuffix(".\(domain)"))
  }

  /// What is empty is as if it were not there.
  private static func variable(_ names: String...) -> String? {
    names.lazy.compactMap { name in getenv(name).map { String(cString: $0) } }.first { !$0.isEmpty }
  }
}

extension String {
  /// The host of a proxy's URL, whose scheme may be any or left out; empty for what is none.
  var proxyHost: String {
    let place = firstRange(of: "://").map { self[$0.upperBound...] } ?? self[...]
    return "http://\(place)".withURLParser { Origin.part(CURLUPART_HOST, of: $0) } ?? ""
  }
}
