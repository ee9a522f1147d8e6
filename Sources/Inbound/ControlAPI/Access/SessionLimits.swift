/// How long somebody who has signed in stays so.
package struct SessionLimits: Sendable {
  package static let standard = SessionLimits(
    // A working day, so that nobody is thrown out in the middle of it.
    life: .seconds(12 * 3600),
    // A page that is left open on somebody's desk is not for the next one who sits there.
    idle: .seconds(3600),
    linkLife: .seconds(600))

  static let tokenSeconds = 3600
  /// Of what `POST /api/v1/login` gives: it says for how long, and is not made longer by use.
  static let tokens = SessionLimits(life: .seconds(tokenSeconds), idle: .seconds(tokenSeconds), linkLife: .zero)

  package var life: Duration
  /// Without a request; what an open page asks by itself is none.
  package var idle: Duration
  /// Of a one-time link.
  package var linkLife: Duration

  /// Of sessions, and of links: beyond it the one that was used longest ago ends.
  static let count = 1000
  /// Of sessions of one account, whatever it is called: beyond it its own that was used longest ago ends, so that who signs in again and
  /// again signs nobody else out.
  static let countOfAccount = 50
}
