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

  package var record: ScheduleRecord
  package var pipelineName: String?
  package var orchestrator: Orchestrator
  /// What the record itself asks for when instants were missed; nil when it does not say.
  package var misfire: Policy.Misfire?
  /// The text of the schedule's metadata `carillon.binding`.
  package var bindingText: String?
  /// The deployments of its pipeline.
  package var deployments: [Deployment]
  /// Another Carillon that has reported on this schedule lately.
  package var otherInstance: String?

  package init(
    record: ScheduleRecord, pipelineName: String? = nil, orchestrator: Orchestrator = .none,
    misfire: Policy.Misfire? = nil, bindingText: String? = nil, deployments: [Deployment] = [], otherInstance: String? = nil
  ) {
    self.record = record
    self.pipelineName = pipelineName
    self.orchestrator = orchestrator
    self.misfire = misfire
    self.bindingText = bindingText
    self.deployments = deployments
    self.otherInstance = otherInstance
  }
}
