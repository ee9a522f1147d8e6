import Foundation
import Scheduling
import Seams
import ZenML

extension ZenMLClient {
  /// The deployment that is meant, asked of the server, and its paths, asked of itself.
  func endpoint(_ nameOrID: String?, pipeline: Identifier?) async throws(ZenMLError) -> ZenMLDeploymentEndpoint {
    guard let nameOrID else { return try await onlyEndpoint(ofPipeline: pipeline) }
    return try await endpoint(of: try await namedDeployment(nameOrID))
  }

  private func namedDeployment(_ nameOrID: String) async throws(ZenMLError) -> ZenMLDeployment {
    if let id = Identifier(nameOrID) { return try await ours(try await deployments.get(id)) }
    let found = try await deployments(project: try await projectID(), name: nameOrID)
    guard let deployment = found.first else {
      throw unresolved(.notFound, "there is no deployment named '\(nameOrID)' in project '\(configuration.project)'")
    }
    return deployment
  }

  private func onlyEndpoint(ofPipeline pipeline: Identifier?) async throws(ZenMLError) -> ZenMLDeploymentEndpoint {
    guard let pipeline else {
      throw unresolved(.notFound, "the schedule names no pipeline, so the trigger must name a deployment")
    }
    let found = try await deployments(project: try await projectID(), pipeline: pipeline)
    if found.count == 1 { return try await endpoint(of: found[0]) }
    guard !found.isEmpty else { throw unresolved(.notFound, "pipeline \(pipeline) has no deployment") }
    return try await onlyAnswering(of: found)
  }

  /// Several deployments: the one that answers, unless several do.
  private func onlyAnswering(of deployments: [ZenMLDeployment]) async throws(ZenMLError) -> ZenMLDeploymentEndpoint {
    var health = DeploymentHealth(transport: transport)
    let answering = await health.answering(deployments, answeredBefore: [])
    let chosen = deployments.filter { answering.contains($0.id) }
    if chosen.count == 1 { return try await endpoint(of: chosen[0]) }
    let names = (chosen.isEmpty ? deployments : chosen).map(\.description).sorted().joined(separator: ", ")
    throw chosen.isEmpty
      ? unresolved(.unavailable, "none of the pipeline's deployments answers: \(names)")
      : unresolved(.conflict, "the pipeline has several deployments, and the trigger names none: \(names)")
  }

  /// What a trigger means cannot be told; nothing was started.
  func unresolved(_ kind: ZenMLError.Kind, _ problem: String) -> ZenMLError {
    ZenMLError(kind, "\(configuration.serverURL): \(problem)", mayHaveBeenSent: false)
  }

  private func endpoint(of deployment: ZenMLDeployment) async throws(ZenMLError) -> ZenMLDeploymentEndpoint {
    guard let url = deployment.url else {
      let status = deployment.status.map { " (status \($0))" } ?? ""
      throw unresolved(.unavailable, "deployment '\(deployment.name)' has no URL\(status): it is not deployed")
    }
    let request = HTTPRequest(
      "GET", "\(url)/info", headers: HTTPHeader.toDeployment, timeouts: ZenMLDeployments.infoTimeouts)
    let info = try await deploymentInfo(request)
    if let other = info.deployment?.id, other != deployment.id {
      throw ZenMLError(
        .unavailable, "\(request): deployment \(other) answers there, not '\(deployment.name)' (\(deployment.id))",
        mayHaveBeenSent: false)
    }
    return info.endpoint(of: deployment, at: url)
  }

  /// Nothing is started by asking, so every failure is one of a deployment that is away.
  private func deploymentInfo(_ request: HTTPRequest) async throws(ZenMLError) -> DeploymentInfo {
    do {
      let response = try await transport.send(request)
      // A deployment without /info still takes work; a proxy whose deployment is away answers 404 too.
      if response.status == 404, response.hasDetail { return DeploymentInfo() }
      guard response.status == 200, let info = try? JSONDecoder().decode(DeploymentInfo.self, from: Data(response.body)) else {
        throw ZenMLError(
          .unavailable, "\(request): answered \(response.status) with something else than a deployment's description",
          status: response.status, mayHaveBeenSent: false)
      }
      return info
    } catch let error as HTTPTransportError {
      throw ZenMLError(.unavailable, error.description, mayHaveBeenSent: false)
    } catch let error as ZenMLError {
      throw error
    } catch {
      preconditionFailure("neither the transport nor this function throws \(error)")
    }
  }
}
