import Values

/// The registered models: `client.models`.
public struct JFrogModels: Sendable {
  private let client: JFrogMLClient
  private static let path = "models"

  init(_ client: JFrogMLClient) { self.client = client }

  /// `GET /v1/models`, page by page.
  /// - Parameter pageSize: at least 1; the server may give fewer.
  public func list(pageSize: Int = JFrogListing<JFrogModel>.pageSizeDefault) -> JFrogListing<JFrogModel> {
    JFrogListing(isPaged: true) { offset throws(JFrogMLError) in try await self.page(limit: pageSize, offset: offset) }
  }

  /// One page of `GET /v1/models`.
  public func page(limit: Int = JFrogListing<JFrogModel>.pageSizeDefault, offset: Int = 0) async throws(JFrogMLError) -> JFrogPage<
    JFrogModel
  > {
    precondition(limit > 0 && offset >= 0, "a page of \(limit) rows at offset \(offset)")
    return try await client.page(
      of: Self.path, at: [Self.path], query: [("limit", String(limit)), ("offset", String(offset))], offset: offset)
  }

  /// `GET /v1/models/{modelId}`
  public func get(_ id: String) async throws(JFrogMLError) -> JFrogModel { try await client.get([Self.path, id]) }

  /// `POST /v1/models`
  /// - Parameter idempotencyKey: sent in the dialect `.server`; one is made up when there is none.
  @discardableResult
  public func create(_ request: JFrogModelRequest, idempotencyKey: Identifier? = nil) async throws(JFrogMLError) -> JFrogModel {
    let creation: JFrogCreation<JFrogModel> = try await client.post([Self.path], request.json, idempotencyKey: idempotencyKey)
    return creation.record
  }

  /// `PUT /v1/models/{modelId}`. The document declares no content of the answer.
  public func update(_ id: String, _ request: JFrogModelRequest) async throws(JFrogMLError) {
    _ = try await client.send(try JFrogMLCall("PUT", [Self.path, id], body: request.json))
  }

  /// `DELETE /v1/models/{modelId}`: the model and its versions.
  public func delete(_ id: String) async throws(JFrogMLError) { try await client.delete([Self.path, id]) }
}

extension JFrogMLClient {
  public var models: JFrogModels { JFrogModels(self) }
}
