/// Which hosts requests may go to.
///
/// A denial wins, whoever else allows. Without an allowance everything that is not denied may be called; with one, nothing
/// else. Link-local addresses, which hold the metadata services of clouds, and those services by their other addresses are
/// denied unless an allowance names them, or a range of nothing but such addresses.
///
/// Addresses are those that a connection is really made to, so a name that resolves to another address meanwhile gains nothing.
public struct EgressRules: Sendable, Equatable {
  public enum Place: Sendable, Equatable {
    case range(AddressRange)
    /// In lower case; `*.` at its beginning stands for any labels.
    case host(String)
  }

  /// What is denied without saying so.
  public static let standard = EgressRules()

  public var allow: [Place]
  public var deny: [Place]

  public init(allow: [Place] = [], deny: [Place] = []) {
    self.allow = allow
    self.deny = deny
  }

  /// Why a connection must not be made, in words; nil when it may.
  /// - Parameters:
  ///   - host: of the URL, with or without brackets and of either case.
  ///   - address: of the other end; of the proxy where there is one.
  ///   - proxy: the host of the proxy that passes the request on, in the same notations; nil when there is none. Both have to be
  ///     allowed then, each by itself: of `host`, whose name the proxy resolves, only what is written counts.
  public func refusal(of host: String, at address: IPAddress, through proxy: String? = nil) -> String? {
    guard let proxy else { return refusal(of: Self.plain(host), address) }
    return refusal(of: Self.plain(host), nil) ?? refusal(of: Self.plain(proxy), address).map { "the proxy \($0)" }
  }

  /// - Parameter address: of `host`; nil when it is not known.
  private func refusal(of host: String, _ address: IPAddress?) -> String? {
    // Who denies or allows by address means where packets end, also those that a proxy sends on.
    let addresses = [address, IPAddress(host)].compactMap { $0 }.flatMap { [$0, $0.destination] }
    var shown: String { address.map { host == "\($0)" ? host : "\(host) (\($0))" } ?? host }
    if deny.contains(where: { $0.covers(host, addresses) }) { return "\(shown) is denied by egress.deny" }
    if let what = Self.deniedByDefault(host, addresses), !isNamed(host, addresses) {
      return "\(shown) is \(what); it is denied unless egress.allow names it"
    }
    guard allow.isEmpty || allow.contains(where: { $0.covers(host, addresses) }) else { return "\(shown) is not in egress.allow" }
    return nil
  }

  // MARK: Denied by default

  private static let linkLocal = ["169.254.0.0/16", "fe80::/10"].compactMap { AddressRange($0) }
  /// Amazon's by IPv6, Alibaba's; the others are link-local.
  private static let metadata = ["fd00:ec2::254", "100.100.100.200"].compactMap { AddressRange($0) }
  private static let metadataHosts: Set<String> = ["metadata.google.internal", "metadata.goog"]

  private static func deniedByDefault(_ host: String, _ addresses: [IPAddress]) -> String? {
    if metadataHosts.contains(host) || addresses.contains(where: { address in metadata.contains { $0.contains(address) } }) {
      return "a cloud's metadata service"
    }
    return addresses.contains { address in linkLocal.contains { $0.contains(address) } } ? "a link-local address" : nil
  }

  /// Whether an allowance can have been meant for what is denied by default: `0.0.0.0/0` was not.
  private func isNamed(_ host: String, _ addresses: [IPAddress]) -> Bool {
    allow.contains { place in
      switch place {
      case .host(let name): name == host && Self.metadataHosts.contains(host)
      case .range(let range):
        addresses.contains(where: range.contains) && (Self.linkLocal + Self.metadata).contains { range.lies(in: $0) }
      }
    }
  }

  private static func plain(_ host: String) -> String {
    var host = host.lowercased()
    if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
    while host.hasSuffix(".") { host.removeLast() }
    return host
  }
}

extension EgressRules.Place: LosslessStringConvertible {
  /// An address, a range of addresses such as `10.0.0.0/8`, a host name, or `*.example.com`; nil for anything else.
  public init?(_ text: String) {
    if let range = AddressRange(text) {
      self = .range(range)
      return
    }
    let name = text.lowercased()
    let labels = (name.hasPrefix("*.") ? name.dropFirst(2) : name[...]).split(separator: ".", omittingEmptySubsequences: false)
    // What is all digits is an address that was mistyped.
    guard labels.allSatisfy(Self.isLabel), let last = labels.last, !last.allSatisfy(\.isNumber) else { return nil }
    self = .host(name)
  }

  public var description: String {
    switch self {
    case .range(let range): "\(range)"
    case .host(let name): name
    }
  }

  private static func isLabel(_ label: Substring) -> Bool {
    !label.isEmpty && label.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D || $0 == 0x5F }
  }

  fileprivate func covers(_ host: String, _ addresses: [IPAddress]) -> Bool {
    switch self {
    case .range(let range): addresses.contains(where: range.contains)
    case .host(let name) where name.hasPrefix("*."): host.hasSuffix(name.dropFirst())
    case .host(let name): host == name
    }
  }
}
