extension JFrogModels {
  /// The model of that id or, when there is none, of that name. Names are not promised to be unique.
  /// - Throws: `notFound`, or `ambiguous` with the candidates.
  public func named(_ idOrName: String) async throws(JFrogMLError) -> JFrogModel {
    if let model = try await model(ofID: idOrName) { return model }
    let all = try await list(pageSize: Self.searchPageSize).whole()
    let models = all.filter { $0.name == idOrName }
    guard models.count <= 1 else {
      let ids = models.map(\.id).joined(separator: ", ")
      throw JFrogMLError(.ambiguous, "\(models.count) models are named '\(idOrName.onOneLine())' (\(ids)); give the id of one")
    }
    guard let model = models.first else {
      throw JFrogMLError(.notFound, "no model has the id or name '\(idOrName.onOneLine())'")
    }
    return model
  }

  /// Few requests for many models.
  private static var searchPageSize: Int { 100 }

  /// Nil also when the server says that such a text cannot be an id.
  private func model(ofID id: String) async throws(JFrogMLError) -> JFrogModel? {
    do {
      return try await get(id)
    } catch  where error.kind == .notFound || error.kind == .refused {
      return nil
    }
  }
}
