/// A complete answer: status, headers and the whole body as it came over the wire.
public struct HTTPResponse: Sendable, Equatable {
  /// 200…599; interim answers (1xx) are not reported.
  public var status: Int
  /// In the order in which they came, values without surrounding blanks; trailers are left out.
  public var headers: [HTTPHeader]
  public var body: [UInt8]
  /// From the call of `send` until the request's first byte was handed to the wire: the wait for a connection and its
  /// set-up. The first time counts when an idempotent request was sent again or redirected.
  public var sentAfter: Duration

  public init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = [], sentAfter: Duration = .zero) {
    self.status = status
    self.headers = headers
    self.body = body
    self.sentAfter = sentAfter
  }

  /// The value of the first header of that name, upper and lower case alike; nil without one.
  public func header(_ name: String) -> String? {
    headers.first { $0.isNamed(name) }?.value
  }
}
