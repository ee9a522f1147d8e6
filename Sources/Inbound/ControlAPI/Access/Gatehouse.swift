import ControlMessages
import Seams
import Synchronization

/// Decides who somebody is who comes over the network.
package struct Gatehouse: Sendable {
  package let sessions: SessionBook
  /// The address at which pages are reached, for links; set when the daemon listens.
  private let pageURL = SharedText()

  package init(clock: any WallClock, sessionLimits: SessionLimits = .standard) {
    sessions = SessionBook(clock: clock, limits: sessionLimits)
  }

  /// Nil when the cookie's session is over.
  func caller(session token: String) async -> Caller? {
    sessions.session(token)?.caller
  }

  /// Nil when nobody vouches for it.
  func caller(bearer token: String) async -> Caller? {
    nil
  }

  /// Whether there is anybody who signs in with a password.
  var takesPasswords: Bool { false }

  /// - Parameter address: from which the attempt comes.
  func signIn(_ attempt: SignInAttempt, from address: String) async -> SignInResult {
    .refused(.wrong)
  }

  // MARK: One-time links

  /// Whoever holds a link: it was made by somebody who may do everything.
  static let machine = Caller(name: "sign-in link", role: .admin)

  /// A URL that signs in its first visitor with the rights of the daemon's user; nil while no page is served.
  package func makeSignInLink() -> (url: String, life: Duration)? {
    guard let base = pageURL.value else { return nil }
    return ("\(base)/sign-in/once/\(sessions.makeLink().text)", sessions.linkLife)
  }

  func servesPages(at url: String) { pageURL.set(url) }
}

/// A text that is known later; the first one stays.
private final class SharedText: Sendable {
  private let text = Mutex<String?>(nil)

  var value: String? { text.withLock { $0 } }

  func set(_ value: String) { text.withLock { $0 = $0 ?? value } }
}
