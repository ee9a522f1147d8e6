import Alerts

/// A way by which alerts reach people.
///
/// Callers may rely on this:
/// - When `deliver` returns, the other side has taken the alert; when it throws, it may have.
/// - An alert that is delivered twice is the same message, with the same id.
/// - Every call ends: it has time limits of its own.
/// - Neither answers nor errors hold a secret, and both are one line.
package protocol AlertSink: Sendable {
  /// `webhook`, `email` or `command`.
  var kind: String { get }

  /// - Returns: what came back, in words.
  @discardableResult
  func deliver(_ alert: Alert) async throws(AlertSinkError) -> String
}

package struct AlertSinkError: Error, Hashable, Sendable, CustomStringConvertible {
  package let description: String
  /// Others are tried past this one, which is tried again less often: waiting alone does not help (wrong credentials, an address that is
  /// not there), or it is taken already, but not for all.
  package let isRefused: Bool
  package let retryAfter: Duration?

  package init(_ description: String, isRefused: Bool = false, retryAfter: Duration? = nil) {
    (self.description, self.isRefused, self.retryAfter) = (description, isRefused, retryAfter)
  }
}
