/// The rows of a list, which come page by page as they are asked for.
///
/// ```swift
/// for try await run in client.runs.list(sort: .descending(.startTime)) { … }
/// ```
///
/// Nothing is sent before the first row is asked for, and no page before it is needed. Rows that could not be read or were not
/// asked for are left out; ``pages`` tells of them. Pages are counted from the front, so a record that is made or deleted
/// meanwhile can move others across a page's edge: sorted by creation, ascending, new ones only come at the end.
public struct ZenMLList<Record: ZenMLRecord>: AsyncSequence, Sendable {
  /// Every row.
  public typealias Element = Record
  /// What a page could not be read for.
  public typealias Failure = ZenMLError

  let collection: ZenMLCollection<Record>
  let request: ZenMLPageRequest<Record>

  /// The same list, a page at a time.
  public var pages: ZenMLPages<Record> { ZenMLPages(collection: collection, request: request) }

  /// All rows, every page read.
  public func all() async throws(ZenMLError) -> [Record] {
    var rows: [Record] = []
    for try await page in pages { rows += page }
    return rows
  }

  /// Starts at the first row.
  public func makeAsyncIterator() -> Iterator { Iterator(pages: pages.makeAsyncIterator()) }

  /// The place in a list.
  public struct Iterator: AsyncIteratorProtocol {
    var pages: ZenMLPages<Record>.Iterator
    var rows: ArraySlice<Record> = []

    /// The next row; nil after the last one.
    public mutating func next() async throws(ZenMLError) -> Record? { try await next(isolation: nil) }

    /// The next row; nil after the last one.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(ZenMLError) -> Record? {
      while rows.isEmpty {
        guard let page = try await pages.next(isolation: actor) else { return nil }
        rows = page.rows[...]
      }
      return rows.popFirst()
    }
  }
}

/// The pages of a list, which come as they are asked for.
public struct ZenMLPages<Record: ZenMLRecord>: AsyncSequence, Sendable {
  /// Every page.
  public typealias Element = ZenMLPage<Record>
  /// What a page could not be read for.
  public typealias Failure = ZenMLError

  let collection: ZenMLCollection<Record>
  let request: ZenMLPageRequest<Record>

  /// Starts at the first page.
  public func makeAsyncIterator() -> Iterator { Iterator(collection: collection, request: request) }

  /// The place among the pages.
  public struct Iterator: AsyncIteratorProtocol {
    let collection: ZenMLCollection<Record>
    var request: ZenMLPageRequest<Record>
    var isAtEnd = false

    /// The next page; nil after the last one.
    public mutating func next() async throws(ZenMLError) -> ZenMLPage<Record>? { try await next(isolation: nil) }

    /// The next page; nil after the last one.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(ZenMLError) -> ZenMLPage<Record>? {
      if isAtEnd { return nil }
      do {
        let page = try await collection.page(request)
        isAtEnd = page.isLast
        request.number += 1
        return page
      } catch  where error.status == 400 && request.number > 1 {
        // The server's answer to a page past the end: there are fewer rows than a moment ago.
        isAtEnd = true
        return nil
      }
    }
  }
}

/// Which page of which list.
struct ZenMLPageRequest<Record: ZenMLRecord>: Sendable {
  var number: Int
  var size: Int
  var filter: ZenMLFilter<Record>
  var sort: ZenMLSort<Record>?
  var hydrate: Bool
}
