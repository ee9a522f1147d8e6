import CivilTime
import Foundation
import Scheduling
import Seams
import Synchronization
import TestSupport
import Testing
import ZenML

@testable import carillon

/// What an apply does on a server, in which order, and what is left when the server refuses a part of it.
@Suite struct ApplyRunTests {
  private let old = FakeZenML.id(1)
  private let binding: JSONValue = ["trigger": ["kind": "http", "url": "https://ml.example/retrain"]]

  /// What comes of an apply that has to replace `nightly`, which the server holds.
  private func replace(
    on server: ScheduleServer, pipeline: String? = nil, retries: ZenMLRetries = .none
  ) async throws -> ApplyReport {
    let present = ScheduleRecord(id: old, name: "nightly", source: .zenml, cronExpression: "0 2 * * *")
    let record = ScheduleRecord(id: Identifier(high: 0, low: 7), name: "nightly", source: .file, interval: .seconds(60))
    var wanted = WantedSchedule(
      record: record, binding: binding, trigger: .http(HTTPTrigger(url: "https://ml.example/retrain")), location: "f.yaml:1")
    wanted.pipeline = pipeline
    let plan = ApplyPlan(wanted: [wanted], present: [PresentSchedule(record: present, binding: nil)], prunes: false)
    let configuration = try ZenMLConfiguration(url: ScheduleServer.url, credentials: .token("token"))
    let client = ZenMLClient(configuration: configuration, transport: server, retries: retries, now: { .epoch })
    return try await ApplyRun(server: ServerSchedules(client: client, serverURL: ScheduleServer.url)).perform(plan)
  }

  @Test func theOldOneGoesWhenTheNewOneIsWhole() async throws {
    let server = ScheduleServer()
    let report = try await replace(on: server)
    #expect(report.steps.map(\.action) == ["replace"])
    #expect(report.steps.map(\.error) == [nil])
    #expect(
      server.changes == [
        "POST /schedules carillon-apply-replaces-\(old)", "POST /run-metadata", "DELETE /schedules/\(old)",
        "PUT /schedules/\(ScheduleServer.made) nightly",
      ])
  }

  @Test(arguments: ["POST /schedules", "POST /run-metadata"])
  func whatTheServerRefusesOfTheNewOneLeavesTheOldOneInForce(refused: String) async throws {
    let server = ScheduleServer(refusing: refused)
    let report = try await replace(on: server)
    #expect(report.steps.first?.error?.contains("503") == true)
    #expect(!server.changes.contains { $0.hasPrefix("DELETE") }, "\(server.changes)")
  }

  @Test func aServerThatHasNoTimeIsAskedAgainAndSoItIsSaid() async throws {
    let server = ScheduleServer(refusing: "POST /run-metadata", times: 2)
    let said = Mutex<[String]>([])
    let retries = ZenMLRetries.ofCommand(pause: { _ in }) { line in said.withLock { $0.append(line) } }
    let report = try await replace(on: server, retries: retries)
    #expect(report.steps.map(\.error) == [nil])
    #expect(
      said.withLock { $0 }
        == ["1 s", "2 s"].map { "carillon: the server has no time now; it is asked again in \($0)\n" })
  }

  @Test func aPipelineThatIsNotThereLeavesTheOldOneInForce() async throws {
    let server = ScheduleServer()
    let report = try await replace(on: server, pipeline: "mistyped")
    #expect(report.steps.first?.error?.contains("no pipeline named 'mistyped'") == true)
    #expect(server.changes == [])
  }

  @Test func whatAnApplyThatFailedHasLeftIsInNobodysWay() async throws {
    let server = ScheduleServer(holding: "carillon-apply-replaces-\(old)")
    let report = try await replace(on: server)
    #expect(report.steps.map(\.error) == [nil])
    #expect(server.changes.first == "DELETE /schedules/\(ScheduleServer.left)")
  }
}

/// A ZenML server that takes everything but one kind of request, and remembers what was to be changed.
private final class ScheduleServer: HTTPTransport {
  static let url = "https://zen.example"
  static let left = FakeZenML.id(2)
  static let made = FakeZenML.id(3)

  private let refused: String?
  private let refusals: Int
  /// The name of a schedule that is there.
  private let held: String?
  private let log = Mutex<[String]>([])

  init(refusing refused: String? = nil, times refusals: Int = .max, holding held: String? = nil) {
    (self.refused, self.refusals) = (refused, refusals)
    self.held = held
  }

  /// Method and path of each request that changes something, with the name that it gives a schedule.
  var changes: [String] { log.withLock { $0 } }

  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    let path = String(request.url.dropFirst("\(Self.url)/api/v1".count).prefix { $0 != "?" })
    guard request.method == "GET" else { return change(request, "\(request.method) \(path)") }
    if path.hasPrefix("/projects/") { return .json(Self.record(FakeZenML.project, "default")) }
    if path == "/schedules/\(Self.left)" { return .json(Self.record(Self.left, held ?? "")) }
    let rows = path == "/schedules" ? held.map { [Self.record(Self.left, $0)] } ?? [] : []
    return .json(["index": 1, "total_pages": 1, "total": .integer(Int64(rows.count)), "items": .array(rows)])
  }

  private func change(_ request: HTTPRequest, _ deed: String) -> HTTPResponse {
    let body = try? JSONDecoder().decode(JSONValue.self, from: Data(request.body ?? []))
    let name = body?["name"]?.stringValue
    let count = log.withLock { log in
      log.append([deed, name].compactMap(\.self).joined(separator: " "))
      return log.count { $0.hasPrefix(deed) }
    }
    if deed == refused, count <= refusals { return .json(503, ["detail": ["RuntimeError", "busy"]]) }
    return .json(Self.record(Self.made, name ?? "nightly"))
  }

  private static func record(_ id: Identifier, _ name: String) -> JSONValue {
    ["id": .string(id.description), "name": .string(name), "body": [:]]
  }
}
