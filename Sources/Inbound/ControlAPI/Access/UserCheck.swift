import ControlMessages
import Logging
import Scheduling
import Seams

/// Which users of the ZenML server may do what here: none, unless they are named or there is a role for all.
package struct UserRoles: Hashable, Sendable {
  /// Of whoever the server knows; nil: only those who are named.
  package var everyone: Role?
  /// By id, of users and service accounts.
  package var ids: [Identifier: Role]
  /// By the name that a user has now, which is the user's own choice.
  package var users: [String: Role]

  package init(everyone: Role? = nil, ids: [Identifier: Role] = [:], users: [String: Role] = [:]) {
    self.everyone = everyone
    self.ids = ids
    self.users = users
  }

  /// An id wins over a name. A name never gives a service account more than everybody has.
  func role(of user: DirectoryUser) -> Role? {
    if let role = ids[user.id] { return role }
    guard let named = users[user.name] else { return everyone }
    return user.isServiceAccount ? everyone.map { min($0, named) } : named
  }

  /// A user has the role by the name; this is a program that is called the same, and does not get it.
  func isTakenForUser(_ user: DirectoryUser) -> Bool {
    user.isServiceAccount && ids[user.id] == nil && users[user.name].map { $0 != role(of: user) } ?? false
  }
}

/// Asks the ZenML server whose token somebody shows, and remembers the answer for less than a minute, so that a token that is
/// taken back there is worth nothing here within one.
package actor UserCheck {
  enum Answer: Sendable {
    case user(Caller)
    case refused
    /// The server cannot be asked.
    case unknown
  }

  private struct Memory {
    let answer: Answer
    let asked: Duration
  }

  static let acceptedLife: Duration = .seconds(45)
  /// A new account is not kept waiting for long.
  private static let refusedLife: Duration = .seconds(5)
  private static let countLimit = 1000
  /// Longer ones are no tokens: a JSON web token takes about a kilobyte.
  private static let lengthLimit = 8192

  private let directory: any UserDirectory
  private let roles: UserRoles
  private let clock: any WallClock
  private let logger: Logger
  private var memories: [TokenDigest: Memory] = [:]
  /// Service accounts of which the log has said that their name gives them nothing.
  private var told: Set<Identifier> = []

  package init(directory: any UserDirectory, roles: UserRoles, clock: any WallClock, logger: Logger) {
    self.directory = directory
    self.roles = roles
    self.clock = clock
    self.logger = logger
  }

  /// What is remembered; nil when the server has to be asked.
  /// - Parameter accepted: an older acceptance is not given.
  func remembered(_ token: String, age accepted: Duration = acceptedLife) -> Answer? {
    guard let memory = memories[TokenDigest(of: token)] else { return nil }
    let age = clock.elapsed() - memory.asked
    switch memory.answer {
    case .user: return age < accepted ? memory.answer : nil
    case .refused: return age < Self.refusedLife ? memory.answer : nil
    case .unknown: return nil
    }
  }

  func check(_ token: String, age: Duration = acceptedLife) async -> Answer {
    guard token.utf8.count <= Self.lengthLimit else { return .refused }
    if let known = remembered(token, age: age) { return known }
    // The answer is as old as the question.
    let asked = clock.elapsed()
    let answer = await ask(token)
    if memories.count >= Self.countLimit { memories = memories.filter { asked - $0.value.asked < Self.acceptedLife } }
    if memories.count < Self.countLimit { memories[TokenDigest(of: token)] = Memory(answer: answer, asked: asked) }
    return answer
  }

  /// A token of the server for the account, whose it is, and for how long it is good, where that is known.
  func logIn(username: String, password: String) async -> (answer: Answer, token: String, life: Duration?) {
    do throws(UserDirectoryError) {
      guard let login = try await directory.logIn(username: username, password: password) else { return (.refused, "", nil) }
      return (await check(login.token), login.token, login.life)
    } catch {
      return (.unknown, "", nil)
    }
  }

  private func ask(_ token: String) async -> Answer {
    do throws(UserDirectoryError) {
      guard let user = try await directory.user(ofToken: token) else { return .refused }
      tellIfTakenForUser(user)
      guard let role = roles.role(of: user) else { return .refused }
      // A user may be called the same: no name that one can take looks like a service account's.
      let kind = user.isServiceAccount ? "service account" : "zenml"
      return .user(Caller(name: "\(kind) \(user.name)", account: .user(user.id), role: role))
    } catch {
      return .unknown
    }
  }

  /// Once for each account: configurations of earlier releases name service accounts as they name users.
  private func tellIfTakenForUser(_ user: DirectoryUser) {
    guard roles.isTakenForUser(user), told.count < Self.countLimit, told.insert(user.id).inserted else { return }
    logger.warning(
      "a service account has no role by its name, which is a user's in zenml_login.users: give it one by its id",
      metadata: ["account": "\(user.name)", "id": "\(user.id)"])
  }
}
