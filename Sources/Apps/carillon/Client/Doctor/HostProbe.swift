import CLinux
import Dispatch
import Glibc
import Seams

/// Whether a host can be reached: its name looked up, and one connection made and closed, over which nothing is sent.
struct HostProbe {
  enum Result: Equatable {
    case reachable(String)
    /// Egress rules of the configuration forbid it.
    case forbidden(String)
    case unreachable(String)
  }

  let host: String
  let port: UInt16
  let rules: EgressRules

  private static let patienceMilliseconds: Int32 = 3_000

  /// Blocks for up to three seconds for each of at most two addresses, besides the look-up of the name.
  func run() -> Result {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    guard code == 0, let first = list else { return .unreachable("its name is not known: \(String(cString: gai_strerror(code)))") }
    defer { freeaddrinfo(first) }
    var failure = "it has no address"
    for entry in sequence(first: first, next: { $0.pointee.ai_next }).prefix(2) {
      let address = Self.address(entry.pointee)
      if let address, let refusal = rules.refusal(of: host, at: address) { return .forbidden(refusal) }
      let shown = address.map { "\($0)" } ?? host
      guard let problem = Self.connect(entry.pointee) else { return .reachable(shown) }
      // Host and port are named by who asks.
      failure = shown == host ? problem : "\(shown): \(problem)"
    }
    return .unreachable(failure)
  }

  private static func address(_ entry: addrinfo) -> IPAddress? {
    guard let address = entry.ai_addr else { return nil }
    switch entry.ai_family {
    case AF_INET:
      return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { IPAddress(v4: UInt32(bigEndian: $0.pointee.sin_addr.s_addr)) }
    case AF_INET6:
      return address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
        withUnsafeBytes(of: address.pointee.sin6_addr) { IPAddress(bytes: Array($0)) }
      }
    default: return nil
    }
  }

  /// Why there is no connection; nil when there was one.
  private static func connect(_ entry: addrinfo) -> String? {
    let descriptor = socket(entry.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return words(errno) }
    defer { close(descriptor) }
    if Glibc.connect(descriptor, entry.ai_addr, entry.ai_addrlen) == 0 { return nil }
    guard errno == EINPROGRESS else { return words(errno) }
    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    guard poll(&waiting, 1, patienceMilliseconds) > 0 else { return "no answer within \(patienceMilliseconds / 1000) s" }
    var problem: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &problem, &length)
    return problem == 0 ? nil : words(problem)
  }

  private static func words(_ number: Int32) -> String { String(cString: strerror(number)) }
}

/// The host and the port of a URL, as far as no template stands in them.
struct URLPlace: Hashable {
  let host: String
  let port: UInt16

  init?(_ url: String) {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    let isPlain = url[..<scheme.lowerBound].lowercased() == "http"
    let authority = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
    let place = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? ""
    guard !place.isEmpty, !place.contains("{{") else { return nil }
    let standard: UInt16 = isPlain ? 80 : 443
    if place.hasPrefix("["), let end = place.firstIndex(of: "]") {
      host = String(place[place.index(after: place.startIndex)..<end])
      let rest = place[place.index(after: end)...]
      port = rest.isEmpty ? standard : UInt16(rest.dropFirst()) ?? standard
      return
    }
    let parts = place.split(separator: ":", omittingEmptySubsequences: false)
    host = String(parts[0])
    guard let port = parts.count > 1 ? UInt16(parts[1]) : standard else { return nil }
    self.port = port
  }
}
