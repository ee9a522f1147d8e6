import CivilTime
import ControlMessages
import CurlHTTP
import Foundation
import HostTime
import ScheduleFiles
import Scheduling
import Seams
import ZenML
import ZenMLServer

/// The schedules of the ZenML server that a configuration names, for commands that read and write them without a daemon.
struct ServerSchedules: Sendable {
  let client: ZenMLClient
  /// As people know it.
  let serverURL: String

  /// - Throws: when the configuration cannot be read, or names no server.
  init(_ configuration: Configuration) throws {
    guard let server = configuration.server else {
      throw ControlProblem(.conflict, "the configuration names no server: add server: with its url, or set ZENML_STORE_URL")
    }
    let zenml = try ZenMLConfiguration(url: server.url, project: server.project, credentials: server.authentication.credentials)
    let client = ZenMLClient(configuration: zenml, transport: CurlHTTPTransport(), clock: HostClock(), retries: .ofCommand())
    self.init(client: client, serverURL: server.url)
  }

  init(client: ZenMLClient, serverURL: String) {
    self.client = client
    self.serverURL = serverURL
  }

  func present() async throws -> [PresentSchedule] {
    var schedules: [PresentSchedule] = []
    for try await row in client.schedules.list(filter: [.isArchived.equals(false)], size: 500, hydrate: true) {
      schedules.append(PresentSchedule(record: row.record, binding: row.bindingText.flatMap(Self.json)))
    }
    return schedules
  }

  /// Everything, as the daemon reads it: with what automatic bindings need.
  func listing() async throws -> [ServerSchedule] {
    let source = ZenMLScheduleSource(client: client, instance: .random(), clock: HostClock()) { _ in }
    return try await source.readAll(known: [:]).schedules
  }

  /// A schedule is never armed without its binding: it is made inactive, bound, and then made active.
  func create(_ wanted: WantedSchedule) async throws {
    let made = try await makeInactive(wanted, named: wanted.record.name)
    // This write, and not the one of the binding, moves the `updated` by which others see the change.
    _ = try await client.schedules.update(made, .init(isActive: wanted.record.active))
  }

  /// The new schedule is there, bound and inactive, before the old one is archived, which cannot be undone: whatever the server
  /// refuses of the new one, the old one stays in force.
  func replace(_ old: Identifier, by wanted: WantedSchedule) async throws {
    // Names are unique among schedules that are not archived.
    let meanwhile = "carillon-apply-replaces-\(old)"
    // Of an apply that did not come to its end.
    if let left = try await client.schedules.get(named: meanwhile, among: [.isArchived.equals(false)], hydrate: false) {
      try await archive(left.id)
    }
    let made = try await makeInactive(wanted, named: meanwhile)
    try await archive(old)
    do {
      _ = try await client.schedules.update(made, .init(name: wanted.record.name, isActive: wanted.record.active))
    } catch {
      let name = wanted.record.name
      throw ControlProblem(
        .unavailable,
        "the old schedule '\(name)' is archived, and '\(meanwhile)', the new one, was not given its name: \(error); run apply again")
    }
  }

  private func makeInactive(_ wanted: WantedSchedule, named name: String) async throws -> Identifier {
    var request = ZenMLSchedule.Request(name: name, timing: wanted.requestTiming, pipelineID: try await pipeline(of: wanted))
    request.startTime = wanted.record.startTime
    request.endTime = wanted.record.endTime
    request.isActive = false
    let made = try await client.schedules.create(request)
    try await bind(made.id, wanted)
    return made.id
  }

  func update(_ id: Identifier, _ wanted: WantedSchedule, _ changes: [ApplyChange]) async throws {
    let parts = Set(changes.map(\.part))
    if parts.contains(.binding) { try await bind(id, wanted) }
    _ = try await client.schedules.update(
      id,
      .init(
        cronExpression: parts.contains(.cronExpression) ? wanted.record.cronExpression : nil,
        isActive: parts.contains(.active) ? wanted.record.active : nil))
  }

  /// Archived, not erased: what ran stays explainable, and the name is free.
  func archive(_ id: Identifier) async throws { try await client.schedules.delete(id, softly: true) }

  private func bind(_ id: Identifier, _ wanted: WantedSchedule) async throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(wanted.appliedBinding), as: UTF8.self)
    try await client.writeMetadata(text, key: ZenMLMetadataKey.binding, on: .schedule(id))
  }

  private func pipeline(of wanted: WantedSchedule) async throws -> Identifier? {
    guard let pipeline = wanted.pipeline else { return nil }
    return try await client.pipelines.get(pipeline).id
  }

  private static func json(_ text: String) -> JSONValue? { try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) }
}

extension WantedSchedule {
  fileprivate var requestTiming: ZenMLSchedule.Request.Timing {
    if let cron = record.cronExpression { return .cron(cron) }
    if let interval = record.interval { return .interval(interval, from: record.serverStartTime ?? .epoch) }
    return .once(serverRunOnce ?? .epoch)
  }
}
