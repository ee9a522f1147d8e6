import HTTPTypes
import Hummingbird

/// What every answer tells a browser not to do with it.
enum SecurityHeaders {
  /// Nothing from elsewhere, nothing inline, and nobody's frame.
  private static let contentPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    + "base-uri 'none'; frame-ancestors 'none'"

  static func add(to headers: inout HTTPFields) {
    headers[.contentSecurityPolicy] = contentPolicy
    headers[.xContentTypeOptions] = "nosniff"
    set("X-Frame-Options", "DENY", &headers)
    // Not no-referrer: browsers would then hide the origin of our own forms.
    set("Referrer-Policy", "same-origin", &headers)
    set("Cross-Origin-Opener-Policy", "same-origin", &headers)
    set("Cross-Origin-Resource-Policy", "same-origin", &headers)
    if headers[.cacheControl] == nil { headers[.cacheControl] = "no-store" }
  }

  private static func set(_ name: String, _ value: String, _ headers: inout HTTPFields) {
    if let name = HTTPField.Name(name) { headers[name] = value }
  }
}
