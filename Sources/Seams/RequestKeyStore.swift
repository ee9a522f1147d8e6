import CivilTime

/// Answers by the `Idempotency-Key` of their requests, so that one that is sent again is not done again.
///
/// What is written survives a crash of the process and of the machine.
package protocol RequestKeyStore: Sendable {
  /// Takes the key for a request, unless it is taken.
  func claimRequestKey(_ key: RequestKey, at now: Instant) async throws(StoreError) -> RequestKeyClaim
  /// Keeps the answer to the request that has claimed the key.
  func keepAnswer(_ answer: KeptAnswer, for key: RequestKey) async throws(StoreError)
  /// Gives the key back: nothing was done.
  func releaseRequestKey(_ key: RequestKey) async throws(StoreError)
  /// Forgets keys that were claimed before `horizon`.
  /// - Returns: how many.
  func forgetRequestKeys(before horizon: Instant) async throws(StoreError) -> Int
}

package struct RequestKey: Hashable, Sendable {
  /// Whose key it is: two callers may choose the same.
  package var who: String
  package var key: String
  /// Tells the request from others.
  package var fingerprint: String

  package init(who: String, key: String, fingerprint: String) {
    self.who = who
    self.key = key
    self.fingerprint = fingerprint
  }
}

/// An answer that is given again.
package struct KeptAnswer: Hashable, Sendable {
  package var status: Int
  package var location: String?
  package var etag: String?
  package var body: String

  package init(status: Int, location: String?, etag: String?, body: String) {
    self.status = status
    self.location = location
    self.etag = etag
    self.body = body
  }
}

package enum RequestKeyClaim: Hashable, Sendable {
  case claimed
  case answered(KeptAnswer)
  /// By a request that is under way, or whose end an earlier life of the daemon did not see.
  case unanswered
  /// By another request.
  case otherRequest
}
