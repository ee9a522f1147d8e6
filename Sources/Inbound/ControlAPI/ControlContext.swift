import Hummingbird
import NIOCore

/// What is known about one request besides the request: above all the connection on which it came.
package struct ControlContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  package let channel: any Channel
  /// Nil until somebody vouches for them.
  package var caller: Caller?
  /// What stands behind the caller, so that what they open for others ends with it; nil until somebody vouches for them.
  var voucher: Voucher?
  /// Asked again by answers that go on; nil for whoever the socket vouches for.
  var pass: Pass?
  /// What a browser showed to be known again; nil for others.
  var sessionToken: String?
  /// The caller's browser reaches us by TLS, here or at a proxy.
  var isSecure = false
  /// For the audit log; nil where nothing is written down.
  package var note: WriteNote?
  /// In the audit log and in the answer.
  package let requestID = "\(RequestID())"

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
