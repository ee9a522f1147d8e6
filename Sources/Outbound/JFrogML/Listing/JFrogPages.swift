/// The pages of a list, each fetched when it is asked for.
public struct JFrogPages<Row: JFrogRecord>: AsyncSequence, Sendable {
  let listing: JFrogListing<Row>

  public struct Iterator: AsyncIteratorProtocol {
    private let listing: JFrogListing<Row>
    private var last: JFrogPage<Row>?
    private var isOver = false

    init(_ listing: JFrogListing<Row>) { self.listing = listing }

    public mutating func next(isolation actor: isolated (any Actor)?) async throws(JFrogMLError) -> JFrogPage<Row>? {
      guard !isOver else { return nil }
      let page = try await listing.fetch(last?.end ?? 0)
      isOver = isLast(page)
      if last == nil { last = page; return page }
      // A last page that was asked for only because the server does not count its rows.
      guard !page.isBlank else { return nil }
      guard page.rows != last?.rows || page.unreadable != last?.unreadable else { throw Self.repeats(page) }
      last = page
      return page
    }

    /// A server may give fewer rows than it was asked for, so that only its count, or an empty page, says that this is all.
    private func isLast(_ page: JFrogPage<Row>) -> Bool {
      !listing.isPaged || page.isBlank || page.totalCount.map { page.end >= $0 } ?? false
    }

    /// Without this, a server that does not know `offset` would be read for ever.
    private static func repeats(_ page: JFrogPage<Row>) -> JFrogMLError {
      JFrogMLError(.unexpected, "the page at offset \(page.offset) is the one before it again: the server ignores offset")
    }
  }

  public func makeAsyncIterator() -> Iterator { Iterator(listing) }
}
