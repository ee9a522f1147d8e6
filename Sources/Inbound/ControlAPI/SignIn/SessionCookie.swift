import HTTPTypes
import Hummingbird
import NIOCore

/// The cookie by which a browser is known again.
struct SessionCookie {
  private let name: String
  private let isSecure: Bool

  /// Its name holds the port: browsers keep the cookies of all ports of a host together, and two daemons must not sign out
  /// each other's visitors. `__Host-` (RFC 6265bis) keeps a neighbouring name from setting it.
  init(_ context: ControlContext) {
    isSecure = context.isSecure
    let port = context.channel.localAddress?.port.map { "-\($0)" } ?? ""
    name = (isSecure ? "__Host-" : "") + "carillon\(port)"
  }

  func token(in request: Request) -> String? {
    for header in request.headers[values: .cookie] {
      for pair in header.split(separator: ";") {
        let sides = pair.trimmingPrefix { $0 == " " }.split(separator: "=", maxSplits: 1)
        if sides.count == 2, sides[0] == name { return String(sides[1]) }
      }
    }
    return nil
  }

  /// Strict: no other site's link or form carries it along.
  func set(_ token: String, in response: inout Response) { add("\(name)=\(token)", &response) }

  func clear(in response: inout Response) { add("\(name)=; Max-Age=0", &response) }

  private func add(_ cookie: String, _ response: inout Response) {
    let attributes = "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    response.headers.append(HTTPField(name: .setCookie, value: cookie + attributes))
  }
}
