/// A list that is fetched page by page while somebody reads it; each reading begins anew.
///
/// What is added or removed meanwhile may shift rows from one page to another: `limit` and `offset` can do no better.
public struct JFrogListing<Row: JFrogRecord>: Sendable {
  /// What the document gives as the server's own.
  public static var pageSizeDefault: Int { 25 }

  typealias Fetch = @Sendable (_ offset: Int) async throws(JFrogMLError) -> JFrogPage<Row>

  /// False where the document declares no paging: the first page is the whole.
  let isPaged: Bool
  let fetch: Fetch

  /// The pages themselves.
  public var pages: JFrogPages<Row> { JFrogPages(listing: self) }

  /// Every row that can be read, in memory at once, of what the server gives.
  public func all() async throws(JFrogMLError) -> [Row] {
    var rows: [Row] = []
    var pages = pages.makeAsyncIterator()
    while let page = try await pages.next(isolation: nil) { rows += page.rows }
    return rows
  }

  /// Every row, for who looks for some: what is not among them is not there.
  /// - Throws: `unexpected` also when a row cannot be read, or when the server counts more rows than it gives.
  public func whole() async throws(JFrogMLError) -> [Row] {
    var rows: [Row] = []
    var end = 0
    var total: Int?
    var pages = pages.makeAsyncIterator()
    while let page = try await pages.next(isolation: nil) {
      if let row = page.unreadable.first { throw Self.notWhole("it holds \(row)") }
      rows += page.rows
      (end, total) = (page.end, page.totalCount)
    }
    if let total, total > end { throw Self.notWhole("the server counts \(total) rows, and gave \(end)") }
    return rows
  }

  private static func notWhole(_ why: String) -> JFrogMLError {
    JFrogMLError(.unexpected, "JFrog ML's list cannot be searched: \(why)", mayHaveBeenSent: false)
  }
}

extension JFrogListing: AsyncSequence {
  public struct Iterator: AsyncIteratorProtocol {
    private var pages: JFrogPages<Row>.Iterator
    private var rows: ArraySlice<Row> = []

    init(_ pages: JFrogPages<Row>) { self.pages = pages.makeAsyncIterator() }

    public mutating func next(isolation actor: isolated (any Actor)?) async throws(JFrogMLError) -> Row? {
      while rows.isEmpty {
        guard let page = try await pages.next(isolation: actor) else { return nil }
        rows = page.rows[...]
      }
      return rows.popFirst()
    }
  }

  public func makeAsyncIterator() -> Iterator { Iterator(pages) }
}
