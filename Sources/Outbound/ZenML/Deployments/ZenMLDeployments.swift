import CivilTime
import Foundation
import Scheduling
import Seams

/// Finds deployments and calls them.
///
/// A herd of fires finds its deployment with one question. What was found is kept for a short time in memory only, auth
/// keys included; `resolve(…, fresh: true)` asks again, after a 401 or when nothing answers at the old place.
package actor ZenMLDeployments {
  /// Long enough for the fires of one instant, short enough that a new key or address is soon used.
  package static let memory = Duration.seconds(30)
  /// A deployment answers `/submit` within 0.5 s; when ZenML is away, with a 500 after 30 s.
  package static let submitTimeouts = HTTPTimeouts(connect: .seconds(5), total: .seconds(60))
  /// `/invoke` answers when the whole pipeline has ended.
  package static let invokeTimeouts = HTTPTimeouts(connect: .seconds(5), total: .seconds(3600))
  static let infoTimeouts = HTTPTimeouts(connect: .seconds(3), total: .seconds(10))

  private struct Selection: Hashable {
    var nameOrID: String?
    var pipeline: Identifier?
  }

  private typealias Finding = Task<Result<ZenMLDeploymentEndpoint, ZenMLError>, Never>

  private let client: ZenMLClient
  private var found: [Selection: (endpoint: ZenMLDeploymentEndpoint, at: Instant)] = [:]
  private var underWay: [Selection: Finding] = [:]

  package init(client: ZenMLClient) {
    self.client = client
  }

  /// The deployment that a trigger means, and where it takes work.
  ///
  /// - Parameters:
  ///   - nameOrID: nil means the only deployment of `pipeline`, or the only one of them that answers.
  ///   - fresh: asks although an answer is remembered.
  /// - Throws: `notFound` when there is none, `conflict` when there are several, `unavailable` when the server or the
  ///   deployment cannot be reached: then nothing was started.
  package func resolve(
    _ nameOrID: String?, pipeline: Identifier?, fresh: Bool = false
  ) async throws(ZenMLError) -> ZenMLDeploymentEndpoint {
    let selection = Selection(nameOrID: nameOrID, pipeline: pipeline)
    if !fresh, let known = found[selection], isRemembered(known.at) { return known.endpoint }
    return try await (underWay[selection] ?? startFinding(selection)).value.get()
  }

  /// Starts a run; the answer names its id. One request, never repeated.
  package nonisolated func submit(
    _ request: ZenMLDeploymentRequest, to endpoint: ZenMLDeploymentEndpoint
  ) async throws(HTTPTransportError) -> HTTPResponse {
    let url = endpoint.submitURL ?? endpoint.invokeURL
    return try await send(request, to: url, endpoint, Self.submitTimeouts)
  }

  /// Runs to the end. One request, never repeated.
  package nonisolated func invoke(
    _ request: ZenMLDeploymentRequest, on endpoint: ZenMLDeploymentEndpoint, timeouts: HTTPTimeouts = invokeTimeouts
  ) async throws(HTTPTransportError) -> HTTPResponse {
    try await send(request, to: endpoint.invokeURL, endpoint, timeouts)
  }

  private nonisolated func send(
    _ request: ZenMLDeploymentRequest, to url: String, _ endpoint: ZenMLDeploymentEndpoint, _ timeouts: HTTPTimeouts
  ) async throws(HTTPTransportError) -> HTTPResponse {
    let key = endpoint.deployment.authKey
    return try await client.transport.send(request.httpRequest(to: url, authKey: key, timeouts: timeouts))
  }

  private func isRemembered(_ foundAt: Instant) -> Bool {
    let age = client.clock.now() - foundAt
    return age >= .zero && age < Self.memory
  }

  private func startFinding(_ selection: Selection) -> Finding {
    let finding = Finding { [client] in
      do throws(ZenMLError) {
        let endpoint = try await client.endpoint(selection.nameOrID, pipeline: selection.pipeline)
        finish(selection, endpoint)
        return .success(endpoint)
      } catch {
        finish(selection, nil)
        return .failure(error)
      }
    }
    underWay[selection] = finding
    return finding
  }

  private func finish(_ selection: Selection, _ endpoint: ZenMLDeploymentEndpoint?) {
    underWay[selection] = nil
    let now = client.clock.now()
    found[selection] = endpoint.map { ($0, now) }
  }
}
