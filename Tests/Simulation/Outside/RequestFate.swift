/// What becomes of one request on its way.
enum RequestFate: Equatable {
  case arrives
  /// Nobody listens: certainly nothing was started.
  case connectionRefused
  /// Lost on the way there; the client waits in vain.
  case requestLost
  /// Carried out, and the answer is lost.
  case replyLost
  /// Arrives when the client has given up on it.
  case arrivesLate
  /// 429 and 503.
  case declined(retryAfter: Duration?)
  /// 400: never.
  case refused
}
