import Values

/// The deployments: `client.deployments`.
public struct JFrogDeployments: Sendable {
  private let client: JFrogMLClient
  private static let path = "deployments"

  init(_ client: JFrogMLClient) { self.client = client }

  /// `GET /v1/deployments`, which knows neither pages nor filters.
  public func list() -> JFrogListing<JFrogDeployment> { client.listing(of: Self.path, at: [Self.path]) }

  /// `GET /v1/deployments/{deploymentId}`
  public func get(_ id: String) async throws(JFrogMLError) -> JFrogDeployment { try await client.get([Self.path, id]) }

  /// `POST /v1/deployments`
  /// - Parameter idempotencyKey: sent in the dialect `.server`; one is made up when there is none.
  @discardableResult
  public func create(_ request: JFrogDeploymentRequest, idempotencyKey: Identifier? = nil) async throws(JFrogMLError) -> JFrogDeployment {
    try await creating(request, idempotencyKey: idempotencyKey).record
  }

  /// The same, with the time that passed before anything was sent.
  package func creating(
    _ request: JFrogDeploymentRequest, idempotencyKey: Identifier?, traceparent: String? = nil
  ) async throws(JFrogMLError) -> JFrogCreation<JFrogDeployment> {
    try await client.post([Self.path], request.json, idempotencyKey: idempotencyKey, traceparent: traceparent)
  }

  /// `DELETE /v1/deployments/{deploymentId}`: takes it down.
  public func delete(_ id: String) async throws(JFrogMLError) { try await client.delete([Self.path, id]) }
}

extension JFrogMLClient {
  public var deployments: JFrogDeployments { JFrogDeployments(self) }
}
