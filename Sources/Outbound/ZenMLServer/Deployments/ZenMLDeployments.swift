import CivilTime
import Foundation
import Scheduling
import Seams
import ZenML

/// Finds deployments and calls them.
///
/// A herd of fires finds its deployment with one question. What was found is kept for a short time in memory only, auth
/// keys included; `insteadOf:` asks again, after a 401 or when nothing answers at the old place.
package struct ZenMLDeployments: Sendable {
  /// A deployment answers `/submit` within 0.5 s; when ZenML is away, with a 500 after 30 s.
  package static let submitTimeouts = HTTPTimeouts(connect: .seconds(5), total: .seconds(60))
  /// `/invoke` answers when the whole pipeline has ended.
  package static let invokeTimeouts = HTTPTimeouts(connect: .seconds(5), total: DeploymentTrigger.invocationLimit)
  static let infoTimeouts = HTTPTimeouts(connect: .seconds(3), total: .seconds(10))

  private struct Selection: Hashable {
    var nameOrID: String?
    var pipeline: Identifier?
  }

  private let client: ZenMLClient
  private let found: SharedAnswers<Selection, ZenMLDeploymentEndpoint>

  package init(client: ZenMLClient) {
    self.client = client
    found = SharedAnswers(now: client.now)
  }

  /// The deployment that a trigger means, and where it takes work.
  ///
  /// - Parameters:
  ///   - nameOrID: nil means the only deployment of `pipeline`, or the only one of them that answers.
  ///   - stale: what has turned out to be out of date: it is asked for again.
  /// - Throws: `notFound` when there is none, `conflict` when there are several, `unavailable` when the server or the
  ///   deployment cannot be reached: then nothing was started.
  package func resolve(
    _ nameOrID: String?, pipeline: Identifier?, insteadOf stale: ZenMLDeploymentEndpoint? = nil
  ) async throws(ZenMLError) -> ZenMLDeploymentEndpoint {
    try await found.answer(to: Selection(nameOrID: nameOrID, pipeline: pipeline), insteadOf: stale) {
      [client] () async throws(ZenMLError) in
      try await client.endpoint(nameOrID, pipeline: pipeline)
    }
  }

  /// The deployments that a trigger may mean, as the server has them: they themselves may be down.
  ///
  /// - Parameter nameOrID: nil means every deployment of `pipeline`.
  package func ids(_ nameOrID: String?, pipeline: Identifier?) async throws(ZenMLError) -> Set<Identifier> {
    if let id = nameOrID.flatMap(Identifier.init) { return [id] }
    let project = try await client.projectID()
    do {
      if let nameOrID { return Set(try await client.deployments(project: project, name: nameOrID).map(\.id)) }
      guard let pipeline else { return [] }
      return Set(try await client.deployments(project: project, pipeline: pipeline).map(\.id))
    } catch  where error.kind == .notFound {
      return []
    }
  }

  /// Starts a run; the answer names its id. One request, never repeated.
  package func submit(
    _ request: ZenMLDeploymentRequest, to endpoint: ZenMLDeploymentEndpoint
  ) async throws(HTTPTransportError) -> HTTPResponse {
    let url = endpoint.submitURL ?? endpoint.invokeURL
    return try await send(request, to: url, endpoint, Self.submitTimeouts)
  }

  /// Runs to the end. One request, never repeated.
  package func invoke(
    _ request: ZenMLDeploymentRequest, on endpoint: ZenMLDeploymentEndpoint, timeouts: HTTPTimeouts = invokeTimeouts
  ) async throws(HTTPTransportError) -> HTTPResponse {
    try await send(request, to: endpoint.invokeURL, endpoint, timeouts)
  }

  private func send(
    _ request: ZenMLDeploymentRequest, to url: String, _ endpoint: ZenMLDeploymentEndpoint, _ timeouts: HTTPTimeouts
  ) async throws(HTTPTransportError) -> HTTPResponse {
    let key = endpoint.deployment.authKey
    return try await client.transport.send(request.httpRequest(to: url, authKey: key, timeouts: timeouts))
  }
}
