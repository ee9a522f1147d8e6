import Values

/// All records of one kind that the server keeps, such as `client.runs`.
///
/// What a kind cannot do does not compile: nobody can create a run through `client.runs`, or delete a component of a stack that
/// the server does not let go.
public struct ZenMLCollection<Record: ZenMLRecord>: Sendable {
  /// Rows on one page unless said otherwise. A thousand hydrated rows are about 1 MB.
  public static var pageSizeDefault: Int { 100 }
  /// Ids in one `oneof` filter: a query of about 4.5 kB, well below the 64 kB that the server's HTTP parser takes.
  package static var idsPerRequest: Int { 100 }

  let client: ZenMLClient
  /// `/runs`.
  let path: String

  init(_ client: ZenMLClient, path: String? = nil) {
    self.client = client
    self.path = path ?? "/\(Record.kind.path)"
  }

  /// The records that fit `filter`, page by page as they are asked for.
  ///
  /// - Parameters:
  ///   - sort: nil leaves the order to the server: oldest first.
  ///   - filter: of a kind that belongs to projects, lists bring those of the client's project unless the filter names one, or ids.
  ///   - page: where to begin, from 1.
  ///   - size: rows on a page, 1 to 10 000; in the dialect `.document` to 1 000.
  ///   - hydrate: brings the fields marked *hydrated* too, and takes the server up to ten times as long.
  public func list(
    sort: ZenMLSort<Record>? = nil, filter: ZenMLFilter<Record> = [], page: Int = 1, size: Int = pageSizeDefault, hydrate: Bool = false
  ) -> ZenMLList<Record> {
    let request = ZenMLPageRequest(number: page, size: size, filter: filter, sort: sort, hydrate: hydrate)
    return ZenMLList(collection: self, request: request)
  }

  /// One page of a list.
  ///
  /// - Parameters:
  ///   - number: from 1. The server refuses a page after the last one.
  ///   - size: rows on a page, 1 to 10 000; in the dialect `.document` to 1 000.
  public func page(
    _ number: Int, size: Int = pageSizeDefault, sort: ZenMLSort<Record>? = nil, filter: ZenMLFilter<Record> = [], hydrate: Bool = false
  ) async throws(ZenMLError) -> ZenMLPage<Record> {
    try await page(ZenMLPageRequest(number: number, size: size, filter: filter, sort: sort, hydrate: hydrate))
  }

  /// How many records fit `filter`, as the server counts.
  public func count(_ filter: ZenMLFilter<Record> = []) async throws(ZenMLError) -> Int {
    try await page(1, size: 1, filter: filter).total
  }

  /// Those of `ids` that exist.
  public func records(_ ids: [Identifier], hydrate: Bool = false) async throws(ZenMLError) -> [Record] {
    var found: [Record] = []
    for start in stride(from: 0, to: ids.count, by: Self.idsPerRequest) {
      let chunk = Array(ids[start..<min(start + Self.idsPerRequest, ids.count)])
      found += try await page(1, size: Self.idsPerRequest, filter: [.id.oneOf(chunk)], hydrate: hydrate)
    }
    return found
  }

  func page(_ request: ZenMLPageRequest<Record>) async throws(ZenMLError) -> ZenMLPage<Record> {
    let call = ZenMLCall.get(path, try query(of: request))
    var page: ZenMLPage<Record> = try await client.read(call) { (json) throws(ZenMLFieldError) in try ZenMLPage(json) }
    page.keep(where: request.filter.admits)
    return page
  }

  private func query(of request: ZenMLPageRequest<Record>) throws(ZenMLError) -> [(name: String, value: String)] {
    let sizes = 1...client.dialect.largestPage
    guard request.number >= 1, sizes.contains(request.size) else {
      throw client.refused("page \(request.number) of size \(request.size): pages count from 1, sizes go from 1 to \(sizes.upperBound)")
    }
    var query = [("page", String(request.number)), ("size", String(request.size)), ("hydrate", String(request.hydrate))]
    if let operation = DocumentOperation.of(.get(path)), client.dialect == .document {
      if request.sort != nil { throw client.refused("the published document declares no way to sort \(Record.kind.plural)") }
      if let parameter = request.filter.unanswerable(by: operation) {
        throw client.refused("the published document declares no parameter '\(parameter)' for \(Record.kind.plural)")
      }
      return query + request.filter.query(knowing: operation)
    }
    if let sort = request.sort { query.append(("sort_by", sort.text)) }
    if let project = projectText(of: request.filter) { query.append(("project", project)) }
    return query + request.filter.query
  }

  /// The project that is meant when the filter names none; nil where it is not sent.
  private func projectText(of filter: ZenMLFilter<Record>) -> String? {
    guard Record.kind.isOfProject, client.dialect == .server, !filter.needsOnlyOne else { return nil }
    // An id means one record, wherever it is.
    return filter.names("project") || filter.names("id") ? nil : client.configuration.project
  }
}
