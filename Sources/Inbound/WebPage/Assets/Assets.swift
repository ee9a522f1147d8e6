/// A file that the pages need, held in the program itself.
package struct Asset: Sendable {
  package let name: String
  package let mediaType: String
  package let text: String
  /// Changes with the text.
  package let version: String

  init(_ name: String, _ mediaType: String, _ text: String) {
    self.name = name
    self.mediaType = mediaType
    self.text = text
    version = Self.fingerprint(text)
  }

  /// With its version, so that a browser may keep it for ever.
  var address: Address { Address("/assets").within(name).with([("v", version)]) }

  /// FNV-1a, 64 bits: it tells versions of one file apart, nothing more.
  private static func fingerprint(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}

package enum Assets {
  package static let stylesheet = Asset("carillon.css", "text/css; charset=utf-8", Stylesheet.text)
  package static let script = Asset("carillon.js", "text/javascript; charset=utf-8", Script.text)
  package static let icon = Asset("carillon.svg", "image/svg+xml", Icon.text)
  package static let all = [stylesheet, script, icon]
}

enum Icon {
  static let text = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#3a48b0"/>\
    <path d="M16 6a7 7 0 0 1 7 7c0 6 2 8 3 9H6c1-1 3-3 3-9a7 7 0 0 1 7-7ZM13 25a3 3 0 0 0 6 0" fill="none" stroke="#fff" \
    stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>
    """
}
