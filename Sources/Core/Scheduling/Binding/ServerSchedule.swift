/// A record of a ZenML server with all that the server says around it: kept in the cache, so that fires go on when the
/// server is away.
package struct ServerSchedule: Hashable, Sendable, Codable {
  package struct Deployment: Hashable, Sendable, Codable {
    package var id: Identifier
    package var name: String
    /// It has answered `/health` since it was first seen.
    package var hasAnswered: Bool

    package init(id: Identifier, name: String, hasAnswered: Bool) {
      self.id = id
      self.name = name
      self.hasAnswered = hasAnswered
    }
  }

  /// The orchestrator component that the record names.
  package enum Orchestrator: Hashable, Sendable, Codable {
    case none
    case flavor(String, isCustom: Bool)
    /// The record names one that the server does not have, or cannot tell the flavor of.
    case unknown
  }

  package var record: ScheduleRecord {
    _read { yield storage.content.record }
    _modify { yield &content.record }
  }
  package var pipelineName: String? {
    _read { yield storage.content.pipelineName }
    _modify { yield &content.pipelineName }
  }
  package var orchestrator: Orchestrator {
    _read { yield storage.content.orchestrator }
    _modify { yield &content.orchestrator }
  }
  /// What the record itself asks for when instants were missed; nil when it does not say.
  package var misfire: Policy.Misfire? {
    _read { yield storage.content.misfire }
    _modify { yield &content.misfire }
  }
  /// The text of the schedule's metadata `carillon.binding`.
  package var bindingText: String? {
    _read { yield storage.content.bindingText }
    _modify { yield &content.bindingText }
  }
  /// The deployments of its pipeline.
  package var deployments: [Deployment] {
    _read { yield storage.content.deployments }
    _modify { yield &content.deployments }
  }
  /// Another Carillon that has reported on this schedule lately.
  package var otherInstance: String? {
    _read { yield storage.content.otherInstance }
    _modify { yield &content.otherInstance }
  }

  package init(
    record: ScheduleRecord, pipelineName: String? = nil, orchestrator: Orchestrator = .none,
    misfire: Policy.Misfire? = nil, bindingText: String? = nil, deployments: [Deployment] = [], otherInstance: String? = nil
  ) {
    storage = Storage(
      Content(
        record: record, pipelineName: pipelineName, orchestrator: orchestrator, misfire: misfire, bindingText: bindingText,
        deployments: deployments, otherInstance: otherInstance))
  }

  // MARK: Storage

  private struct Content: Hashable, Codable {
    var record: ScheduleRecord
    var pipelineName: String?
    var orchestrator: Orchestrator
    var misfire: Policy.Misfire?
    var bindingText: String?
    var deployments: [Deployment]
    var otherInstance: String?
  }

  /// @unchecked Sendable: changed only while one value alone holds it.
  private final class Storage: @unchecked Sendable {
    @exclusivity(unchecked) var content: Content
    init(_ content: Content) { self.content = content }
  }

  /// Values share it until they differ: as a table's value, the content itself would take room in every free place of the table.
  private var storage: Storage

  private var content: Content {
    _read { yield storage.content }
    _modify {
      if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.content) }
      yield &storage.content
    }
  }

  package static func == (a: ServerSchedule, b: ServerSchedule) -> Bool { a.storage === b.storage || a.content == b.content }
  package func hash(into hasher: inout Hasher) { hasher.combine(content) }
  package init(from decoder: any Decoder) throws { storage = Storage(try Content(from: decoder)) }
  package func encode(to encoder: any Encoder) throws { try content.encode(to: encoder) }
}
