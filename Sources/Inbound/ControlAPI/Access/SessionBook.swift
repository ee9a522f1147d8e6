import Seams
import Synchronization

/// Who has signed in. In memory only: a restart of the daemon ends every session.
///
/// Times are those of `WallClock.elapsed`, which nobody sets.
package final class SessionBook: Sendable {
  package struct Session: Sendable {
    package let caller: Caller
    package let voucher: Voucher
    let began: Duration
    var lastUsed: Duration

    fileprivate func isOver(_ limits: SessionLimits, at now: Duration) -> Bool {
      now - began >= limits.life || now - lastUsed >= limits.idle
    }
  }

  struct Link: Sendable {
    /// Whom it signs in.
    let visitor: Caller
    let voucher: Voucher
    fileprivate let made: Duration
  }

  private struct Pages {
    var sessions: [TokenDigest: Session] = [:]
    var links: [TokenDigest: Link] = [:]

    /// Room for one more session of the account. What is over takes none.
    mutating func makeRoom(for account: Caller.Account, _ limits: SessionLimits, at now: Duration) {
      sessions = sessions.filter { !$0.value.isOver(limits, at: now) }
      let own = sessions.filter { $0.value.caller.account == account }
      if own.count >= SessionLimits.countOfAccount {
        endOldest(of: own)
      } else if sessions.count >= SessionLimits.count {
        endOldest(of: sessions)
      }
    }

    private mutating func endOldest(of candidates: [TokenDigest: Session]) {
      guard let oldest = candidates.min(by: { $0.value.lastUsed < $1.value.lastUsed }) else { return }
      sessions[oldest.key] = nil
    }
  }

  private let limits: SessionLimits
  private let clock: any WallClock
  private let pages = Mutex(Pages())

  package init(clock: any WallClock, limits: SessionLimits = .standard) {
    self.clock = clock
    self.limits = limits
  }

  /// Begins a session with a form token of its own. It ends no other account's, unless there are too many of all together.
  /// - Returns: what the caller has to show.
  package func open(for caller: Caller, voucher: Voucher, prefix: String = "") -> RandomToken {
    let token = RandomToken(prefix: prefix)
    var caller = caller
    caller.formToken = RandomToken().text
    let now = clock.elapsed()
    let session = Session(caller: caller, voucher: voucher, began: now, lastUsed: now)
    pages.withLock { pages in
      pages.makeRoom(for: session.caller.account, limits, at: now)
      pages.sessions[token.digest] = session
    }
    return token
  }

  /// The session that `token` belongs to. Nil when there is none, or no longer.
  /// - Parameter isUse: it counts as used by this.
  package func session(_ token: String, isUse: Bool = true) -> Session? {
    let (digest, now) = (TokenDigest(of: token), clock.elapsed())
    return pages.withLock { pages in
      guard var session = pages.sessions[digest] else { return nil }
      if session.isOver(limits, at: now) {
        pages.sessions[digest] = nil
        return nil
      }
      if isUse { session.lastUsed = now }
      pages.sessions[digest] = session
      return session
    }
  }

  /// What stands behind a session that is not over. Nobody uses it by this: a page that only listens is left alone.
  func voucher(of token: String) -> Voucher? {
    let (digest, now) = (TokenDigest(of: token), clock.elapsed())
    return pages.withLock { pages in
      guard let session = pages.sessions[digest], !session.isOver(limits, at: now) else { return nil }
      return session.voucher
    }
  }

  package func close(_ token: String) {
    let digest = TokenDigest(of: token)
    pages.withLock { $0.sessions[digest] = nil }
  }

  // MARK: One-time links

  package var linkLife: Duration { limits.linkLife }

  func makeLink(for visitor: Caller, voucher: Voucher) -> RandomToken {
    let (token, now) = (RandomToken(), clock.elapsed())
    pages.withLock { pages in
      pages.links = pages.links.filter { now - $0.value.made < limits.linkLife }
      if pages.links.count >= SessionLimits.count, let oldest = pages.links.min(by: { $0.value.made < $1.value.made }) {
        pages.links[oldest.key] = nil
      }
      pages.links[token.digest] = Link(visitor: visitor, voucher: voucher, made: now)
    }
    return token
  }

  /// Once for each link, within its life; nil otherwise.
  func redeem(link token: String) -> Link? {
    let (digest, now) = (TokenDigest(of: token), clock.elapsed())
    return pages.withLock { pages in
      guard let link = pages.links.removeValue(forKey: digest) else { return nil }
      return now - link.made < limits.linkLife ? link : nil
    }
  }
}
