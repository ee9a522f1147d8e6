import ControlMessages
import Seams
import Synchronization

/// Decides who somebody is who comes over the network.
package struct Gatehouse: Sendable {
  let clock: any WallClock
  package let sessions: SessionBook
  /// What `POST /api/v1/login` gave.
  let tokens: SessionBook
  /// Nil where no keys are kept.
  package let keys: KeyRing?
  /// Nil where no user of a ZenML server is let in.
  private let users: UserCheck?
  /// Failed tries, by address.
  private let failures: TokenBuckets
  /// The address at which pages are reached, for links; set when the daemon listens.
  private let pageURL = SharedText()

  package init(clock: any WallClock, sessionLimits: SessionLimits = .standard, keys: KeyRing? = nil, users: UserCheck? = nil) {
    self.clock = clock
    (self.keys, self.users) = (keys, users)
    sessions = SessionBook(clock: clock, limits: sessionLimits)
    tokens = SessionBook(clock: clock, limits: .tokens)
    // Ten tries at once, then one in six seconds: enough for a person, too few for a list of passwords.
    failures = TokenBuckets(capacity: 10, perSecond: 1.0 / 6, clock: clock)
  }

  /// What `POST /api/v1/login` gives begins with it.
  static let tokenPrefix = "CARTOK_"

  /// Who somebody is, or why nobody says.
  enum Identification: Sendable {
    case known(Caller, Voucher)
    case unknown
    /// Too many failed tries from that address.
    case tooManyFailures
    /// The ZenML server cannot be asked.
    case cannotTell
  }

  /// Nil when the cookie's session is over.
  /// - Parameter isUse: somebody uses the session by this request.
  func session(_ token: String, isUse: Bool) async -> SessionBook.Session? { await session(token, in: sessions, isUse: isUse) }

  /// Whose key or token it is.
  /// - Parameter address: from which it comes. A key that is in force is taken whatever else comes from there.
  func identify(bearer token: String, from address: String) async -> Identification {
    if token.hasPrefix(Self.tokenPrefix) {
      guard let session = await session(token, in: tokens) else { return failed(address) }
      return .known(session.caller, session.voucher)
    }
    if let holder = await keys?.holder(of: token) { return .known(holder.caller, .key(holder.id)) }
    guard let users, !token.hasPrefix(KeyRing.prefix) else { return failed(address) }
    if case .user(let caller) = await users.remembered(token) { return .known(caller, .user(token: token, of: caller)) }
    guard failures.has(address) else { return .tooManyFailures }
    switch await users.check(token) {
    case .user(let caller): return .known(caller, .user(token: token, of: caller))
    case .refused: return failed(address)
    case .unknown: return .cannotTell
    }
  }

  private func failed(_ address: String) -> Identification { failures.take(address) ? .unknown : .tooManyFailures }

  /// A session whose voucher no longer holds is over.
  private func session(_ token: String, in book: SessionBook, isUse: Bool = true) async -> SessionBook.Session? {
    guard let session = book.session(token, isUse: isUse) else { return nil }
    if await holds(session.voucher) { return session }
    book.close(token)
    return nil
  }

  private func holds(_ voucher: Voucher, age: Duration = UserCheck.acceptedLife) async -> Bool {
    switch voucher {
    case .machine: return true
    case .key(let id): return await keys?.isInForce(id) ?? false
    case .user(let token, let caller): return await isTaken(token, of: caller, age: age)
    }
  }

  /// Whether the server takes the token.
  /// - Parameter caller: whom it let in; nil: whoever it lets in now.
  private func isTaken(_ token: String, of caller: Caller?, age: Duration) async -> Bool {
    switch await users?.check(token, age: age) {
    // With another name or role they begin anew: what they do goes by what they were let in with, and is written down so.
    case .user(let current): return caller.map { $0 == current } ?? true
    // A server that cannot be asked has not taken anything back: at nine in the morning, when it is down, people need us.
    case .unknown: return true
    case .refused, nil: return false
    }
  }

  // MARK: Answers that go on

  func pass(bearer token: String) -> Pass { Pass(clock: clock) { await holds(bearer: token) } }
  func pass(session token: String) -> Pass { Pass(clock: clock) { await holds(token, in: sessions) } }

  /// What the server said of a user may be so old, so that it is heard of within a minute.
  private static let passAge: Duration = .seconds(30)

  /// As `identify` would answer; nobody fails by it.
  private func holds(bearer token: String) async -> Bool {
    if token.hasPrefix(Self.tokenPrefix) { return await holds(token, in: tokens) }
    if await keys?.holder(of: token) != nil { return true }
    return token.hasPrefix(KeyRing.prefix) ? false : await isTaken(token, of: nil, age: Self.passAge)
  }

  private func holds(_ token: String, in book: SessionBook) async -> Bool {
    guard let voucher = book.voucher(of: token) else { return false }
    return await holds(voucher, age: Self.passAge)
  }

  // MARK: Signing in

  /// Whether there is anybody who signs in with a password.
  var takesPasswords: Bool { users != nil }

  /// - Parameter address: from which the attempt comes.
  func signIn(_ attempt: SignInAttempt, from address: String) async -> SignInResult {
    guard failures.has(address) else { return .refused(.tooManyFailures) }
    switch attempt {
    case .nothing: return wrong(address)
    case .key(let key): return await admit(key, from: address)
    case .password(_, let password) where password.hasPrefix(KeyRing.prefix): return await admit(password, from: address)
    case .password(let username, let password): return await admit(username, password, from: address)
    }
  }

  private func wrong(_ address: String) -> SignInResult {
    _ = failures.take(address)
    return .refused(.wrong)
  }

  private func admit(_ key: String, from address: String) async -> SignInResult {
    guard let holder = await keys?.holder(of: key) else { return wrong(address) }
    return .admitted(holder.caller, .key(holder.id), life: holder.life)
  }

  private func admit(_ username: String, _ password: String, from address: String) async -> SignInResult {
    guard let users else { return wrong(address) }
    // It counts as failed until the server has answered: as many passwords as there are connections could be tried at once.
    guard failures.take(address) else { return .refused(.tooManyFailures) }
    let (answer, token, life) = await users.logIn(username: username, password: password)
    if case .refused = answer { return .refused(.wrong) }
    failures.giveBack(address)
    guard case .user(let caller) = answer else { return .refused(.serverAway) }
    return .admitted(caller, .user(token: token, of: caller), life: life)
  }

  /// A link or form that was wrong counts as a failed try.
  /// - Returns: false when there were too many.
  func countFailure(from address: String) -> Bool { failures.take(address) }

  // MARK: One-time links

  /// Whoever holds a link of the daemon's own.
  private static let machine = Caller(name: "sign-in link", account: .machine, role: .admin)

  /// A URL that signs in its first visitor with the rights of the daemon's user; nil while no page is served.
  package func makeSignInLink() -> (url: String, life: Duration)? { makeSignInLink(of: Self.machine, .machine) }

  /// A URL that signs in its first visitor with the role of whoever asks for it, and no longer than what vouches for them holds.
  func makeSignInLink(for caller: Caller, _ voucher: Voucher) -> (url: String, life: Duration)? {
    // Whoever came by a link and makes another names the same one behind both.
    let isByLink = caller.name.hasPrefix(Self.machine.name)
    let name = isByLink ? caller.name : "\(Self.machine.name) of \(caller.name)"
    return makeSignInLink(of: Caller(name: name, account: caller.account, role: caller.role), voucher)
  }

  private func makeSignInLink(of visitor: Caller, _ voucher: Voucher) -> (url: String, life: Duration)? {
    guard let base = pageURL.value else { return nil }
    return ("\(base)/sign-in/once/\(sessions.makeLink(for: visitor, voucher: voucher).text)", sessions.linkLife)
  }

  /// Whom the link signs in, once; nil when it is none, or what stands behind it no longer holds.
  func redeem(link token: String) async -> SessionBook.Link? {
    guard let link = sessions.redeem(link: token), await holds(link.voucher) else { return nil }
    return link
  }

  func servesPages(at url: String) { pageURL.set(url) }
}

/// A text that is known later; the first one stays.
private final class SharedText: Sendable {
  private let text = Mutex<String?>(nil)

  var value: String? { text.withLock { $0 } }

  func set(_ value: String) { text.withLock { $0 = $0 ?? value } }
}
