import CivilTime
import ControlMessages
import Logging
import Scheduling
import Seams

/// The keys that were made here: who they are, and whether they are in force.
///
/// It is the only writer of its `KeyStore`, so that what it remembers is what is stored.
package actor KeyRing {
  /// What tells a key of ours from other secrets, to people and to scanners of repositories.
  package static let prefix = "CARKEY_"
  /// Of those in force and those that have ended, together. Finding one means comparing with each.
  private static let countLimit = 1000
  /// A name is a label on a command line and in the audit log.
  private static let nameLength = 1...50
  /// 100 years: catches typing errors, and keeps sums within range.
  static let secondsLimit = 36_500 * 86_400
  /// How often the last use of a key is written down.
  private static let useInterval: Duration = .seconds(60)

  private let store: any KeyStore
  private let clock: any WallClock
  private let logger: Logger
  /// Nil until they have been read.
  private var known: [StoredKey]?
  private var isChanging = false
  /// Changes that wait for the one under way.
  private var waiting: [CheckedContinuation<Void, Never>] = []

  package init(store: any KeyStore, clock: any WallClock, logger: Logger) {
    self.store = store
    self.clock = clock
    self.logger = logger
  }

  /// A key that is in force.
  struct Holder: Sendable {
    let id: Identifier
    let caller: Caller
    /// For how long; nil: until it is revoked.
    let life: Duration?
  }

  /// Whose key it is; nil when it is unknown, wrong, expired or revoked: which one nobody learns, nor by the time that it takes.
  func holder(of text: String) async -> Holder? {
    let digest = TokenDigest(of: text)
    let found = await stored().reduce(nil as StoredKey?) { found, key in digest.isSame(as: TokenDigest(bytes: key.digest)) ? key : found }
    guard let found, let holder = holder(found) else { return nil }
    await noteUse(of: found)
    return holder
  }

  /// Whether the key is still in force.
  func isInForce(_ id: Identifier) async -> Bool {
    await stored().first { $0.id == id }.flatMap(holder) != nil
  }

  private func holder(_ key: StoredKey) -> Holder? {
    guard state(of: key) == .active, let role = Role(rawValue: key.role) else { return nil }
    let life = key.expires.map { clock.now().duration(to: $0) }
    return Holder(id: key.id, caller: Caller(name: "key \(key.name)", account: .key(key.id), role: role), life: life)
  }

  private func state(of key: StoredKey) -> KeyItem.State {
    if key.revoked != nil { return .revoked }
    return key.expires.map { $0 <= clock.now() } == true ? .expired : .active
  }

  private func noteUse(of key: StoredKey) async {
    let now = clock.now()
    guard key.lastUsed.map({ $0.duration(to: now) >= Self.useInterval }) ?? true else { return }
    // Before the write, so that many requests at once write once.
    if let index = known?.firstIndex(where: { $0.id == key.id }) { known?[index].lastUsed = now }
    do throws(StoreError) {
      try await store.noteKeyUse([key.id: now])
    } catch {
      logger.warning("the use of a key cannot be noted", metadata: ["key": "\(key.name)", "error": "\(error)"])
    }
  }

  /// Nothing when they cannot be read: then nobody has a key.
  private func stored() async -> [StoredKey] {
    if let known { return known }
    do throws(StoreError) {
      let keys = try await store.keys()
      known = known ?? keys
    } catch {
      logger.error("the keys cannot be read: nobody is let in by one", metadata: ["error": "\(error)"])
    }
    return known ?? []
  }

  // MARK: Upkeep

  func list() async throws(ControlProblem) -> [KeyItem] { try await read().map(item) }

  /// - Throws: `conflict` when a key of that name is in force.
  func create(_ request: KeyRequest) async throws(ControlProblem) -> NewKey {
    await takeTurn()
    defer { passTurn() }
    let keys = try await read()
    guard Self.nameLength.contains(request.name.count), request.name.allSatisfy(Self.isAllowed) else {
      throw ControlProblem(.badRequest, "a key's name has 1 to 50 letters, digits and - _ . @")
    }
    let expires = try end(after: request.expiresInSeconds, "expires_in", from: 1)
    guard !keys.contains(where: { $0.name == request.name && state(of: $0) == .active }) else {
      throw ControlProblem(.conflict, "there is a key '\(request.name)' already; rotate it, or revoke it first")
    }
    return try await issue(name: request.name, role: request.role, expires: expires, among: keys)
  }

  /// A new key of the same name, role and length of life; the old one is good for so much longer.
  /// - Throws: `conflict` when the new one would have ended already.
  func rotate(_ name: String, _ rotation: KeyRotation) async throws(ControlProblem) -> NewKey {
    await takeTurn()
    defer { passTurn() }
    let current = try await active(name)
    // All of a name have one role.
    guard let role = current.last.flatMap({ Role(rawValue: $0.role) }) else { throw Self.unknown(name) }
    let life = try Self.life(of: current)
    let end = try end(after: rotation.graceSeconds, "grace", from: 0) ?? clock.now()
    let expiring = current.map { key in
      var key = key
      key.expires = min(key.expires ?? end, end)
      return key
    }
    return try await issue(name: name, role: role, expires: life.map { clock.now() + $0 }, among: try await read(), expiring)
  }

  /// For how long a key of that name is made; nil: until it is revoked.
  ///
  /// A grace only shortens what a key was made for, so that the longest is the one that was meant. Which key is the newest nobody can tell
  /// by `created`: the clock may have been ahead.
  private static func life(of current: [StoredKey]) throws(ControlProblem) -> Duration? {
    var longest = Duration.zero
    for key in current {
      guard let expires = key.expires else { return nil }
      longest = max(longest, key.created.duration(to: expires))
    }
    guard longest > .zero else {
      throw ControlProblem(
        .conflict, "the key was made by a clock that was ahead: nobody can tell how long the next is to be good; revoke it, and create one")
    }
    return longest
  }

  /// From now on none of that name is good.
  func revoke(_ name: String) async throws(ControlProblem) -> [KeyItem] {
    await takeTurn()
    defer { passTurn() }
    let revoked = try await active(name).map { key in
      var key = key
      key.revoked = clock.now()
      return key
    }
    try await apply(KeyChanges(upserts: revoked))
    return revoked.map(item)
  }

  /// One change after the other: each is decided by what the one before has left, or a rotation would bring back what is being revoked.
  private func takeTurn() async {
    guard isChanging else {
      isChanging = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func passTurn() {
    if waiting.isEmpty { isChanging = false } else { waiting.removeFirst().resume() }
  }

  /// - Parameter changed: of `keys`, as they are to be from now on.
  private func issue(
    name: String, role: Role, expires: Instant?, among keys: [StoredKey], _ changed: [StoredKey] = []
  ) async throws(ControlProblem) -> NewKey {
    let token = RandomToken(prefix: Self.prefix)
    let key = StoredKey(
      id: .random(), name: name, role: role.rawValue, digest: token.digest.bytes, created: clock.now(), expires: expires)
    let removals = try removals(for: name, among: keys, changed)
    try await apply(KeyChanges(removals: removals, upserts: changed.filter { !removals.contains($0.id) } + [key]))
    return NewKey(key: token.text, item: item(key))
  }

  /// What makes room for a key of that name: those of it that have ended, and at the limit those that ended the longest ago.
  /// - Throws: `conflict` when too many are in force.
  private func removals(
    for name: String, among keys: [StoredKey], _ changed: [StoredKey]
  ) throws(ControlProblem) -> [Identifier] {
    let own = keys.filter { $0.name == name && state(of: $0) != .active }.map(\.id)
    let excess = keys.count - own.count + 1 - Self.countLimit
    guard excess > 0 else { return own }
    let left = keys.filter { !own.contains($0.id) }.map { key in changed.first { $0.id == key.id } ?? key }
    let ended = left.filter { state(of: $0) != .active }.sorted { (Self.end($0), $0.id) < (Self.end($1), $1.id) }
    guard ended.count >= excess else {
      let count = left.count - ended.count
      throw ControlProblem(.conflict, "there are \(count) keys in force, as many as there may be; revoke those that nobody uses")
    }
    return own + ended.prefix(excess).map(\.id)
  }

  /// Of a key that has ended.
  private static func end(_ key: StoredKey) -> Instant {
    min(key.revoked ?? .distantFuture, key.expires ?? .distantFuture)
  }

  private func active(_ name: String) async throws(ControlProblem) -> [StoredKey] {
    let found = try await read().filter { $0.name == name && state(of: $0) == .active }
    guard !found.isEmpty else { throw Self.unknown(name) }
    return found
  }

  private static func unknown(_ name: String) -> ControlProblem {
    ControlProblem(.notFound, "no key '\(name)' is in force; 'carillon keys list' shows all")
  }

  private func end(after seconds: Int?, _ field: String, from least: Int) throws(ControlProblem) -> Instant? {
    guard let seconds else { return nil }
    guard (least...Self.secondsLimit).contains(seconds) else {
      throw ControlProblem(.badRequest, "\(field) is a number of seconds from \(least) to \(Self.secondsLimit)")
    }
    return clock.now() + .seconds(seconds)
  }

  private static func isAllowed(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_.@".contains(character))
  }

  private func read() async throws(ControlProblem) -> [StoredKey] {
    if let known { return known }
    do throws(StoreError) {
      let keys = try await store.keys()
      known = known ?? keys
      return known ?? keys
    } catch {
      throw ControlProblem(.unavailable, "the keys cannot be read: \(error)")
    }
  }

  private func apply(_ changes: KeyChanges) async throws(ControlProblem) {
    do throws(StoreError) {
      try await store.changeKeys(changes)
    } catch {
      throw ControlProblem(.unavailable, "the keys cannot be written: \(error)")
    }
    remember(changes)
  }

  /// What was written is not read again: that can fail, and whoever asked would be told that nothing was done.
  private func remember(_ changes: KeyChanges) {
    guard var keys = known else { return }
    keys.removeAll { changes.removals.contains($0.id) }
    for var key in changes.upserts {
      guard let index = keys.firstIndex(where: { $0.id == key.id }) else {
        keys.append(key)
        continue
      }
      // It may have been used meanwhile.
      if let used = keys[index].lastUsed { key.lastUsed = max(used, key.lastUsed ?? used) }
      keys[index] = key
    }
    known = keys.sorted { ($0.name, $0.created, $0.id) < ($1.name, $1.created, $1.id) }
  }

  private func item(_ key: StoredKey) -> KeyItem {
    KeyItem(
      id: key.id.description, name: key.name, role: Role(rawValue: key.role) ?? .viewer, state: state(of: key),
      created: key.created.iso8601, expires: key.expires?.iso8601, revoked: key.revoked?.iso8601, lastUsed: key.lastUsed?.iso8601)
  }
}
