import Scheduling

extension ZenMLClient {
  /// Deployments are few; more on one project come on further pages.
  private static let deploymentPageSize = 200

  /// Every deployment of a project that fits, hydrated (with url and auth key).
  package func deployments(
    project: Identifier, pipeline: Identifier? = nil, name: String? = nil
  ) async throws(ZenMLError) -> [ZenMLDeployment] {
    var found: [ZenMLDeployment] = []
    var index = 1
    while true {
      let page = try await deploymentPage(index, project: project, pipeline: pipeline, name: name)
      found += page.rows
      if page.isLast { return found }
      index += 1
    }
  }

  package func deployment(_ id: Identifier) async throws(ZenMLError) -> ZenMLDeployment { try await record(id) }

  private func deploymentPage(
    _ index: Int, project: Identifier, pipeline: Identifier?, name: String?
  ) async throws(ZenMLError) -> ZenMLPage<ZenMLDeployment> {
    var query = ZenMLQuery.page(index, size: Self.deploymentPageSize, hydrate: true)
    query.append(("project", project.description))
    if let pipeline { query.append(("pipeline", pipeline.description)) }
    if let name { query.append(("name", name)) }
    var page = try await read(ZenMLPage<ZenMLDeployment>.self, from: .get("/deployments", query))
    page.keep { deployment in
      (deployment.projectID ?? project) == project
        && (pipeline == nil || deployment.pipelineID == pipeline) && (name == nil || deployment.name == name)
    }
    return page
  }
}
