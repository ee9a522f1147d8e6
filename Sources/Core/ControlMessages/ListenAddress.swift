/// Where a daemon answers on TCP: an address and a port.
///
/// An address and no name: a name can mean another machine tomorrow.
package struct ListenAddress: Hashable, Sendable {
  /// `127.0.0.1`, `::1`: without brackets; `localhost` is written 127.0.0.1.
  package let host: String
  /// 0: a free one.
  package let port: Int

  package init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// `HOST:PORT` or `[HOST]:PORT`, with or without `tcp:` before it; nil when it is neither.
  package init?(_ text: String) {
    let scheme = "tcp:"
    let place = text.hasPrefix(scheme) ? text.dropFirst(scheme.count) : Substring(text)
    guard let colon = place.lastIndex(of: ":"), let port = Self.port(place[place.index(after: colon)...]) else { return nil }
    guard let host = Self.host(place[..<colon]) else { return nil }
    self.init(host: host, port: port)
  }

  /// Only this machine can reach it.
  package var isLoopback: Bool { host == "::1" || Self.octets(Substring(host))?.first == 127 }

  /// Every address of the machine.
  package var isWildcard: Bool { host == "0.0.0.0" || host == "::" }

  private static func port(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.count <= 5, text.allSatisfy({ $0.isASCII && $0.isNumber }), let port = Int(text), port <= 65_535 else {
      return nil
    }
    return port
  }

  private static func host(_ text: Substring) -> String? {
    if text.lowercased() == "localhost" { return "127.0.0.1" }
    guard text.hasPrefix("["), text.hasSuffix("]") else { return octets(text).map { _ in String(text) } }
    let address = text.dropFirst().dropLast()
    let isAddress = address.contains(":") && address.allSatisfy { $0.isASCII && ($0.isHexDigit || $0 == ":" || $0 == ".") }
    return isAddress ? address.lowercased() : nil
  }

  /// Nil unless it is four numbers from 0 to 255, none with a zero before it.
  private static func octets(_ text: Substring) -> [Int]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part -> Int? in
      guard let number = Int(part), (0...255).contains(number), String(number) == part else { return nil }
      return number
    }
    return parts.count == 4 && numbers.count == 4 ? numbers : nil
  }
}

extension ListenAddress: CustomStringConvertible {
  /// As it stands in a URL.
  package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
