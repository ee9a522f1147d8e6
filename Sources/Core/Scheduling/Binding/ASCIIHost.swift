/// Host and port of a URL whose bytes are all ASCII, which nearly all are: byte by byte, many times faster than by characters.
enum ASCIIHost {
  /// The name in lower case; the port with the scheme's own in its place.
  case found(name: String, port: String)
  case none
  case notASCII

  init(_ url: UnsafeBufferPointer<UInt8>) {
    guard url.allSatisfy({ $0 < 0x80 }) else {
      self = .notASCII
      return
    }
    self = Self.found(in: url) ?? .none
  }

  private static func found(in url: UnsafeBufferPointer<UInt8>) -> ASCIIHost? {
    guard !url.contains(UInt8(ascii: "\\")) else { return nil }
    let isSecure = begins(url, with: "https://")
    guard isSecure || begins(url, with: "http://") else { return nil }
    let start = isSecure ? 8 : 7
    let end = url[start...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? url.endIndex
    let (host, port) = split(url[start..<end])
    guard !host.isEmpty, host.allSatisfy(isPlain), port.allSatisfy({ (48...57).contains($0) }) else { return nil }
    let name = String(decoding: host.lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    guard !port.isEmpty else { return .found(name: name, port: isSecure ? "443" : "80") }
    let number = String(decoding: port, as: UTF8.self)
    return UInt16(number) == nil ? nil : .found(name: name, port: number)
  }

  /// - Parameter scheme: in lower case.
  private static func begins(_ url: UnsafeBufferPointer<UInt8>, with scheme: StaticString) -> Bool {
    guard url.count >= scheme.utf8CodeUnitCount else { return false }
    for (index, byte) in UnsafeBufferPointer(start: scheme.utf8Start, count: scheme.utf8CodeUnitCount).enumerated() {
      let own = url[index]
      guard own == byte || (0x41...0x5A).contains(own) && own | 0x20 == byte else { return false }
    }
    return true
  }

  private typealias Part = Slice<UnsafeBufferPointer<UInt8>>

  private static func split(_ authority: Part) -> (host: Part, port: Part) {
    if authority.first == UInt8(ascii: "["), let close = authority.firstIndex(of: UInt8(ascii: "]")) {
      let rest = authority[(close + 1)...]
      return (authority[(authority.startIndex + 1)..<close], rest.first == UInt8(ascii: ":") ? rest.dropFirst() : rest)
    }
    guard let colon = authority.firstIndex(of: UInt8(ascii: ":")) else { return (authority, authority[authority.endIndex...]) }
    return (authority[..<colon], authority[(colon + 1)...])
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"):
      true
    default: false
    }
  }
}
