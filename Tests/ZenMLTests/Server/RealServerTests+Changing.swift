import CivilTime
import CurlHTTP
import TestSupport
import Testing
import Values

@testable import ZenML

extension RealServerTests {
  /// Against a real ZenML 0.98 server.
  struct Changing {
    private let server = RealServer.shared

    @Test func schedulesAreMadeChangedAndDeleted() async throws {
      let client = try await server.client()
      let start = try Instant(iso8601: "2030-01-01T00:00:00Z")
      let pipeline = try #require(try await client.pipelines.page(1).first)
      let made = try await client.schedules.create(
        .init(name: "hourly", timing: .interval(.seconds(90_000), from: start), pipelineID: pipeline.id))
      #expect(made.interval == .seconds(90_000) && made.startTime == start && made.pipelineID == pipeline.id && made.isActive)
      let cron = try await client.schedules.create(.init(name: "nightly", timing: .cron("30 2 * * *")).with(\.isActive, false))
      #expect(cron.cronExpression == "30 2 * * *" && !cron.isActive)
      let once = try await client.schedules.create(.init(name: "once", timing: .once(start)))
      #expect(once.runOnceStartTime == start)
      let changed = try await client.schedules.update(cron.id, .init(name: "daily", cronExpression: "0 3 * * *", isActive: true))
      #expect(changed.name == "daily" && changed.cronExpression == "0 3 * * *" && changed.isActive)
      let inUse = await #expect(throws: ZenMLError.self) {
        try await client.schedules.create(.init(name: "daily", timing: .cron("* * * * *")))
      }
      #expect(inUse?.kind == .conflict && inUse?.status == 409)

      try await client.schedules.delete(changed.id, softly: true)
      let archived = try await client.schedules.get(changed.id)
      #expect(archived.isArchived && archived.updatedAt == changed.updatedAt)
      let left = try await client.schedules.list(filter: [.isArchived.equals(false), .id.oneOf([made.id, changed.id, once.id])]).all()
      #expect(Set(left.map(\.id)) == [made.id, once.id])
      try await client.schedules.delete(made.id, softly: false)
      let gone = await #expect(throws: ZenMLError.self) { try await client.schedules.get(made.id) }
      #expect(gone?.kind == .notFound && gone?.serverClass == "KeyError")
    }

    @Test func metadataIsNotedOnASchedule() async throws {
      let client = try await server.client()
      let schedule = try await client.schedules.create(.init(name: "noted", timing: .cron("0 1 * * *")))
      try await client.writeMetadata(["text": "{}", "count": 3, "flag": true], on: [.schedule(schedule.id)])
      #expect(try await client.schedules.get(schedule.id).runMetadata == ["text": "{}", "count": 3, "flag": true])
    }

    @Test func secretsAreReplacedMergedAndReadByName() async throws {
      let client = try await server.client()
      let secret = try await client.secrets.create(.init(name: "database", values: ["user": "u", "password": "one"]))
      #expect(try await client.secrets.values(of: "database") == ["user": "u", "password": "one"])
      #expect(try await client.secrets.list(filter: [.name.equals("database")]).all().map(\.values) == [[:]])
      let changes: [String: String?] = ["password": "two", "user": nil]
      try await client.secrets.update(secret.id, .init().with(\.values, changes), mergingValues: true)
      #expect(try await client.secrets.values(of: "database") == ["password": "two"])
      try await client.secrets.update(secret.id, .init().with(\.values, ["port": "5432"]), mergingValues: false)
      #expect(try await client.secrets.values(of: "database") == ["port": "5432"])
      try await client.secrets.delete(secret.id)
      let gone = await #expect(throws: ZenMLError.self) { try await client.secrets.values(of: "database") }
      #expect(gone?.description.hasSuffix("there is no secret named 'database'") == true)
    }

    @Test func aServiceAccountLogsInWithItsKeyUntilTheKeyIsRotated() async throws {
      let client = try await server.client()
      let account = try await client.serviceAccounts.create(.init(name: "robot", isActive: true))
      let keys = client.apiKeys(of: account.id)
      let key = try await keys.create(.init(name: "first"))
      let text = try #require(key.key)
      let robot = try await server.client { _ in .apiKey(text) }
      #expect(try await robot.currentUser().id == account.id)
      let rotated = try await keys.rotate(key.id)
      #expect(rotated.key != nil && rotated.key != text)
      let refused = await #expect(throws: ZenMLError.self) { try await robot.currentUser() }
      #expect(refused?.kind == .credentials)
      #expect(refused.map { "\($0)".contains(text) } == false)
      #expect(try await keys.get("first").key == nil)
      try await client.serviceAccounts.delete(account.id)
    }

    @Test func everythingElseIsMadeChangedAndDeleted() async throws {
      let client = try await server.client()
      let project = try await client.projects.create(.init(name: "spare"))
      #expect(try await client.projects.update(project.id, .init().with(\.displayName, "Spare")).displayName == "Spare")
      let stack = try await client.activeStack()
      let copy = try await client.stacks.create(.init(name: "copy", components: stack.components.mapValues { $0.map(\.id) }))
      #expect(copy.components.keys.sorted() == stack.components.keys.sorted())
      let tag = try await client.tags.create(.init(name: "passing"))
      let pipeline = try await client.pipelines.create(.init(name: "passing").with(\.tags, ["passing"]))
      #expect(try await client.pipelines.get(pipeline.id).tags == ["passing"])
      #expect(try await client.pipelines.list(filter: [.tags.equals("passing")]).all().map(\.id) == [pipeline.id])
      let user = try await client.users.create(.init(name: "guest", isAdministrator: false).with(\.password, "secret"))
      #expect(try await server.client { _ in .password(username: "guest", password: "secret") }.currentUser().id == user.id)
      try await client.users.delete(user.id)
      try await client.pipelines.delete(pipeline.id)
      try await client.tags.delete(tag.id)
      try await client.stacks.delete(copy.id)
      try await client.projects.delete(project.id)
      #expect(try await client.tags.get(named: "passing") == nil)
    }

    @Test func aTokenThatHasExpiredIsReplacedInTheMiddleOfACall() async throws {
      let transport = CountingTransport()
      let client = try await server.client(transport: transport)
      _ = try await client.currentUser()
      try await eventually("the minute is over and the token replaced", within: .seconds(120)) {
        _ = try await client.currentUser()
        return transport.count("POST /login")
      } until: {
        $0 == 2
      }
    }
  }
}
