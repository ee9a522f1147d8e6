import Values

/// The experiments: `client.experiments`.
public struct JFrogExperiments: Sendable {
  private let client: JFrogMLClient
  private static let path = "experiments"

  init(_ client: JFrogMLClient) { self.client = client }

  /// `GET /v1/experiments`, which knows no pages.
  /// - Parameter modelID: only those of this model.
  public func list(modelID: String? = nil) -> JFrogListing<JFrogExperiment> {
    client.listing(of: Self.path, at: [Self.path], query: modelID.map { [("model_id", $0)] } ?? [])
  }

  /// `GET /v1/experiments/{experimentId}`
  public func get(_ id: String) async throws(JFrogMLError) -> JFrogExperiment { try await client.get([Self.path, id]) }

  /// `POST /v1/experiments`
  /// - Parameter idempotencyKey: sent in the dialect `.server`; one is made up when there is none.
  @discardableResult
  public func create(_ request: JFrogExperimentRequest, idempotencyKey: Identifier? = nil) async throws(JFrogMLError) -> JFrogExperiment {
    try await creating(request, idempotencyKey: idempotencyKey).record
  }

  /// The same, with the time that passed before anything was sent.
  package func creating(
    _ request: JFrogExperimentRequest, idempotencyKey: Identifier?, traceparent: String? = nil
  ) async throws(JFrogMLError) -> JFrogCreation<JFrogExperiment> {
    try await client.post([Self.path], request.json, idempotencyKey: idempotencyKey, traceparent: traceparent)
  }

  /// `DELETE /v1/experiments/{experimentId}`
  public func delete(_ id: String) async throws(JFrogMLError) { try await client.delete([Self.path, id]) }
}

extension JFrogMLClient {
  public var experiments: JFrogExperiments { JFrogExperiments(self) }
}
