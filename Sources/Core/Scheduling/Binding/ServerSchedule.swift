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
    _read { yield shared.content.record }
    _modify { yield &shared.content.record }
  }
  package var pipelineName: String? {
    _read { yield shared.content.pipelineName }
    _modify { yield &shared.content.pipelineName }
  }
  package var orchestrator: Orchestrator {
    _read { yield shared.content.orchestrator }
    _modify { yield &shared.content.orchestrator }
  }
  /// What the record itself asks for when instants were missed; nil when it does not say.
  package var misfire: Policy.Misfire? {
    _read { yield shared.content.misfire }
    _modify { yield &shared.content.misfire }
  }
  /// The text of the schedule's metadata `carillon.binding`.
  package var bindingText: String? {
    _read { yield shared.content.bindingText }
    _modify { yield &shared.content.bindingText }
  }
  /// The deployments of its pipeline.
  package var deployments: [Deployment] {
    _read { yield shared.content.deployments }
    _modify { yield &shared.content.deployments }
  }
  /// Another Carillon that has reported on this schedule lately.
  package var otherInstance: String? {
    _read { yield shared.content.otherInstance }
    _modify { yield &shared.content.otherInstance }
  }

  package init(
    record: ScheduleRecord, pipelineName: String? = nil, orchestrator: Orchestrator = .none,
    misfire: Policy.Misfire? = nil, bindingText: String? = nil, deployments: [Deployment] = [], otherInstance: String? = nil
  ) {
    shared = Shared(
      Content(
        record: record, pipelineName: pipelineName, orchestrator: orchestrator, misfire: misfire, bindingText: bindingText,
        deployments: deployments, otherInstance: otherInstance))
  }

  private struct Content: Hashable, Sendable, Codable {
    var record: ScheduleRecord
    var pipelineName: String?
    var orchestrator: Orchestrator
    var misfire: Policy.Misfire?
    var bindingText: String?
    var deployments: [Deployment]
    var otherInstance: String?
  }

  /// As a table's value, the content itself would take room in every free place of the table.
  private var shared: Shared<Content>

  package init(from decoder: any Decoder) throws { shared = Shared(try Content(from: decoder)) }
  package func encode(to encoder: any Encoder) throws { try shared.content.encode(to: encoder) }
}
