import Scheduling
import ZenML

extension ZenMLClient {
  /// Deployments are few; more on one project come on further pages.
  private static let deploymentPageSize = 200

  /// Every deployment of a project that fits, hydrated (with url and auth key).
  package func deployments(
    project: Identifier, pipeline: Identifier? = nil, name: String? = nil
  ) async throws(ZenMLError) -> [ZenMLDeployment] {
    var filter: ZenMLFilter<ZenMLDeployment> = [.project.equals(project)]
    if let pipeline { filter.terms.append(.pipelineID.equals(pipeline)) }
    if let name { filter.terms.append(.name.equals(name)) }
    let found = try await deployments.list(filter: filter, size: Self.deploymentPageSize, hydrate: true).all()
    // One that does not say whose it is is not the pipeline's.
    return found.filter { pipeline == nil || $0.pipelineID == pipeline }
  }
}
