extension JFrogMLClient {
  typealias Query = [(name: String, value: String)]

  func page<Row: JFrogRecord>(
    of key: String, at elements: [String], query: Query, offset: Int = 0
  ) async throws(JFrogMLError) -> JFrogPage<Row> {
    let call = try JFrogMLCall("GET", elements, query: query)
    let json = try await read(call)
    do {
      return try JFrogPage(json, key: key, offset: offset)
    } catch {
      throw JFrogMLError(.unexpected, "\(call.described(on: baseURL)): answered 200 with \(error)", status: 200)
    }
  }

  /// A list for which the document declares no paging.
  func listing<Row: JFrogRecord>(of key: String, at elements: [String], query: Query = []) -> JFrogListing<Row> {
    JFrogListing(isPaged: false) { _ throws(JFrogMLError) in try await self.page(of: key, at: elements, query: query) }
  }
}
