import CivilTime
import ControlMessages
import Seams
import TestSupport
import Testing

@testable import ControlAPI

@Suite struct UserTests {
  private let roles = UserRoles(users: ["ann": .operator])
  private let clock = VirtualClock(Instant(secondsSinceEpoch: 1_800_000_000))

  private func bearer(_ token: String) -> [HTTPHeader] { [HTTPHeader("Authorization", "Bearer \(token)")] }

  @Test func aUserOfTheServerIsLetInWithTheRoleOfTheConfiguration() async throws {
    try await NetworkScene.run(users: FakeUsers(), roles: roles) { (scene) async throws in
      #expect(try await scene.send("GET", "/api/v1/status", bearer("token-ann")).status == 200)
      #expect(try await scene.send("POST", "/api/v1/store/verify", bearer("token-ann")).status == 403)
      #expect(try await scene.send("GET", "/api/v1/status", bearer("token-bob")).status == 401)
      #expect(try await scene.send("GET", "/api/v1/status", bearer("nonsense")).status == 401)
    }
  }

  /// Whoever has the id, whatever they are called: a name is its holder's choice.
  @Test func aRoleByIdStaysWithTheAccount() async throws {
    let users = FakeUsers(serviceAccounts: ["robot"])
    let roles = UserRoles(ids: [FakeUsers.id("ann"): .admin, FakeUsers.id("robot"): .operator], users: ["bob": .viewer])
    users.rename("ann", to: "bob")
    users.rename("mallory", to: "ann")
    try await NetworkScene.run(users: users, roles: roles) { (scene) async throws in
      #expect(try await scene.send("GET", "/api/v1/keys", bearer("token-ann")).status == 200)
      #expect(try await scene.send("GET", "/api/v1/status", bearer("token-mallory")).status == 401)
      #expect(try await scene.send("GET", "/api/v1/status", bearer("token-robot")).status == 200)
      #expect(try await scene.send("GET", "/api/v1/keys", bearer("token-robot")).status == 403)
    }
  }

  @Test func aNameIsAUsersAndGivesAServiceAccountNothing() {
    let (user, program) = (account("deploy-bot", isProgram: false), account("deploy-bot", isProgram: true))
    let named = UserRoles(users: ["deploy-bot": .admin])
    #expect(named.role(of: user) == .admin && named.role(of: program) == nil)
    #expect(named.isTakenForUser(program) && !named.isTakenForUser(user))
    let lifted = UserRoles(everyone: .viewer, users: ["deploy-bot": .admin])
    #expect(lifted.role(of: user) == .admin && lifted.role(of: program) == .viewer)
    // What a name holds down, it holds down for both.
    let held = UserRoles(everyone: .operator, users: ["deploy-bot": .viewer])
    #expect(held.role(of: user) == .viewer && held.role(of: program) == .viewer)
    let known = UserRoles(everyone: .viewer, ids: [program.id: .operator], users: ["deploy-bot": .admin])
    #expect(known.role(of: program) == .operator && !known.isTakenForUser(program))
  }

  private func account(_ name: String, isProgram: Bool) -> DirectoryUser {
    DirectoryUser(id: FakeUsers.id("\(name) \(isProgram)"), name: name, isServiceAccount: isProgram)
  }

  /// A user who is called as another was, and a service account that is.
  @Test func whoHasTheSameNameIsNotTheSameCaller() async {
    let users = FakeUsers(serviceAccounts: ["robot"])
    for firstName in ["mallory", "robot"] { users.rename(firstName, to: "ann") }
    let callers = await callers(["ann", "mallory", "robot"], of: users)
    #expect(callers.map(\.name) == ["zenml ann", "zenml ann", "service account ann"])
    #expect(callers.map(\.account) == ["ann", "mallory", "robot"].map { Caller.Account.user(FakeUsers.id($0)) })
  }

  @Test func whoAsksTooFastHoldsUpNobodyOfTheSameNameAndGainsNothingByAnother() async {
    let users = FakeUsers()
    let pace = RequestPace(Gatehouse(clock: clock))
    users.rename("mallory", to: "ann")
    let callers = await callers(["ann", "mallory"], of: users)
    for _ in 0..<(2 * RequestPace.callerPerSecond) { #expect(pace.admits(callers[1], from: "192.0.2.1")) }
    #expect(pace.admits(callers[0], from: "192.0.2.1"))
    users.rename("mallory", to: "bob")
    for renamed in await self.callers(["mallory"], of: users) { #expect(!pace.admits(renamed, from: "192.0.2.1")) }
  }

  /// As whom the server's accounts are let in, each by its token.
  private func callers(_ firstNames: [String], of users: FakeUsers) async -> [Caller] {
    let check = UserCheck(directory: users, roles: UserRoles(everyone: .viewer), clock: clock, logger: silent)
    var callers: [Caller] = []
    for firstName in firstNames {
      if case .user(let caller) = await check.check("token-\(firstName)") { callers.append(caller) }
    }
    return callers
  }

  @Test func withoutTheConfigurationsWordNobodyIsLetIn() async throws {
    try await NetworkScene.run { (scene) async throws in
      #expect(try await scene.send("GET", "/api/v1/status", bearer("token-ann")).status == 401)
      #expect(try await scene.send("POST", "/sign-in", form: "username=ann&password=ann").status == 401)
    }
  }

  @Test func aTokenThatIsTakenBackIsRefusedWithinAMinute() async throws {
    let users = FakeUsers()
    try await NetworkScene.run(users: users, roles: roles) { (scene) async throws in
      for _ in 0..<5 { #expect(try await scene.send("GET", "/api/v1/status", bearer("token-ann")).status == 200) }
      #expect(users.questions == 1)
      users.revoke("token-ann")
      scene.clock.advance(by: .seconds(59))
      #expect(try await scene.send("GET", "/api/v1/status", bearer("token-ann")).status == 401)
    }
  }

  @Test func aServerThatIsAwayVouchesForNoNewToken() async throws {
    let users = FakeUsers()
    try await NetworkScene.run(users: users, roles: roles) { (scene) async throws in
      users.goAway()
      #expect(try await scene.send("GET", "/api/v1/status", bearer("token-ann")).status == 503)
      #expect(try await scene.send("POST", "/sign-in", form: "username=ann&password=ann").status == 503)
    }
  }

  @Test func aSessionOutlivesTheServersAbsenceButNotItsRefusal() async throws {
    let users = FakeUsers()
    try await NetworkScene.run(users: users, roles: roles) { (scene) async throws in
      let answer = try await scene.send("POST", "/sign-in", form: "username=ann&password=ann")
      let visitor = Visitor(attributes: answer.header("Set-Cookie") ?? "", status: answer.status)
      #expect(try await scene.send("GET", "/api/v1/status", visitor.headers).status == 200)
      users.revoke("token-ann")
      scene.clock.advance(by: .seconds(59))
      #expect(try await scene.send("GET", "/api/v1/status", visitor.headers).status == 401)

      let again = try await scene.send("POST", "/sign-in", form: "username=bob&password=bob")
      #expect(again.status == 401)
    }
  }

  /// Both by another role, and by another name with the same one.
  @Test(arguments: ["ann", "carl"]) func whatBeganWithAPasswordEndsWhenItsUserHasAnotherNameOrRole(name: String) async throws {
    let users = FakeUsers()
    let roles = UserRoles(everyone: .viewer, users: ["boss": .admin, "carl": .admin])
    try await NetworkScene.run(users: users, roles: roles) { (scene) async throws in
      let answer = try await scene.send("POST", "/sign-in", form: "username=boss&password=boss")
      let visitor = Visitor(attributes: answer.header("Set-Cookie") ?? "", status: answer.status)
      let login = try await scene.send("POST", "/api/v1/login", form: "username=boss&password=boss")
      let token = try decoded(LoginToken.self, login).accessToken
      for headers in [visitor.headers, bearer(token)] {
        #expect(try await scene.send("GET", "/api/v1/keys", headers).status == 200)
      }
      users.rename("boss", to: name)
      scene.clock.advance(by: .seconds(59))
      for headers in [visitor.headers, bearer(token)] {
        #expect(try await scene.send("GET", "/api/v1/keys", headers).status == 401)
      }
      users.goAway()
      #expect(try await scene.send("GET", "/api/v1/keys", visitor.headers).status == 401)
    }
  }

  @Test func aUserLogsInForAToken() async throws {
    try await NetworkScene.run(users: FakeUsers(), roles: UserRoles(everyone: .viewer)) { (scene) async throws in
      let answer = try await scene.send("POST", "/api/v1/login", form: "username=bob&password=bob")
      let token = try decoded(LoginToken.self, answer).accessToken
      #expect(token.hasPrefix("CARTOK_"))
      #expect(try await scene.send("GET", "/api/v1/status", bearer(token)).status == 200)
      let refused = try await scene.send("POST", "/api/v1/login", form: "username=bob&password=wrong")
      #expect(refused.status == 401 && refused.text.contains("that user and password, is not one that may sign in"))
    }
  }

  @Test(arguments: [(nil, 3600), (60, 60), (86_400, 3600)] as [(Int?, Int)])
  func aTokenIsPromisedForNoLongerThanTheServersOwn(life: Int?, promised: Int) async throws {
    let users = FakeUsers(tokenLife: life.map { .seconds($0) })
    try await NetworkScene.run(users: users, roles: roles) { (scene) async throws in
      let answer = try await scene.send("POST", "/api/v1/login", form: "username=ann&password=ann")
      let token = try decoded(LoginToken.self, answer)
      #expect(token.expiresIn == promised)
      users.revoke("token-ann")
      scene.clock.advance(by: .seconds(60))
      let refused = try await scene.send("GET", "/api/v1/status", bearer(token.accessToken))
      #expect(refused.status == 401 && refused.text.contains("the login token has expired"))
    }
  }

  @Test func triesAreCountedByAddressButAKeyInForceIsAlwaysTaken() async throws {
    let users = FakeUsers()
    try await NetworkScene.run(users: users, roles: roles) { (scene) async throws in
      let key = try await scene.keys.create(KeyRequest(name: "ci", role: .viewer)).key
      for _ in 0..<10 { #expect(try await scene.send("POST", "/sign-in", form: "username=ann&password=x").status == 401) }
      let asked = users.questions
      #expect(try await scene.send("POST", "/sign-in", form: "username=ann&password=ann").status == 429)
      #expect(try await scene.send("GET", "/api/v1/status", bearer("token-bob")).status == 429)
      #expect(users.questions == asked)
      #expect(try await scene.send("GET", "/api/v1/status", bearer(key)).status == 200)
      scene.clock.advance(by: .seconds(60))
      #expect(try await scene.send("POST", "/sign-in", form: "username=ann&password=ann").status == 200)
    }
  }
}
