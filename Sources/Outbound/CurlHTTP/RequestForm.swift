import HTTP

/// What two requests have in common whose options differ in URL, headers and the bytes of the body only.
struct RequestForm: Equatable {
  let method: String
  let hasBody: Bool
  let scheme: String
  let followsRedirects: Bool
  let connectTimeout: Duration
  let unixSocketPath: String?
  let proxy: String?
  let identity: HTTPIdentity?
}

extension Transfer {
  var form: RequestForm {
    RequestForm(
      method: request.method, hasBody: request.body != nil, scheme: origin.scheme, followsRedirects: request.followsRedirects,
      connectTimeout: request.timeouts.connect, unixSocketPath: request.unixSocketPath, proxy: request.proxy, identity: request.identity)
  }

  /// False when something went wrong that may show in the handle's next transfer, such as the system's reason.
  func leavesNothing(in easy: EasyHandle) -> Bool { stopped == nil && refusedAddress == nil && easy.systemError == 0 }
}
