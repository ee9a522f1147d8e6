import Values

/// The versions of one model: `client.versions(ofModel: id)`.
public struct JFrogModelVersions: Sendable {
  public let modelID: String
  private let client: JFrogMLClient

  init(_ client: JFrogMLClient, modelID: String) {
    self.client = client
    self.modelID = modelID
  }

  private var path: [String] { ["models", modelID, "versions"] }

  /// `GET /v1/models/{modelId}/versions`, which knows no pages.
  public func list() -> JFrogListing<JFrogModelVersion> { client.listing(of: "versions", at: path) }

  /// `GET /v1/models/{modelId}/versions/{versionId}`
  public func get(_ id: String) async throws(JFrogMLError) -> JFrogModelVersion { try await client.get(path + [id]) }

  /// `POST /v1/models/{modelId}/versions`
  /// - Parameter idempotencyKey: sent in the dialect `.server`; one is made up when there is none.
  @discardableResult
  public func create(
    _ request: JFrogModelVersionRequest, idempotencyKey: Identifier? = nil
  ) async throws(JFrogMLError) -> JFrogModelVersion {
    let creation: JFrogCreation<JFrogModelVersion> = try await client.post(path, request.json, idempotencyKey: idempotencyKey)
    return creation.record
  }

  /// `DELETE /v1/models/{modelId}/versions/{versionId}`
  public func delete(_ id: String) async throws(JFrogMLError) { try await client.delete(path + [id]) }
}

extension JFrogMLClient {
  public func versions(ofModel id: String) -> JFrogModelVersions { JFrogModelVersions(self, modelID: id) }
}
