import Scheduling

/// Makes the one-time URLs that services call when work is done.
package struct CallbackURLs: Sendable {
  /// Under which others reach this daemon; without a slash at the end.
  private let publicURL: String
  private let key: CallbackKey

  package init(publicURL: String, key: CallbackKey) {
    self.publicURL = publicURL
    self.key = key
  }

  /// Where the callbacks are, below the public URL.
  package static let path = "/callbacks/"

  /// The same for every send of an attempt.
  package func url(for fire: Fire) -> String {
    publicURL + Self.path + CallbackToken(fire: fire.id, attempt: fire.attempt, key: key).text
  }

  /// Nil for what is no token of ours.
  package func token(_ text: String) -> CallbackToken? { CallbackToken(verifying: text, key: key) }
}
