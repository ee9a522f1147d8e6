/// A part of a list, in the shape in which a ZenML server gives one.
package struct Page<Item: Sendable>: Sendable {
  /// Of this page, from 1.
  package var index: Int
  /// How many items a page has at most.
  package var maxSize: Int
  package var totalPages: Int
  /// Items on all pages.
  package var total: Int
  /// False: counting stopped at a limit, and there may be more items and pages than these.
  package var isTotalExact: Bool
  package var items: [Item]

  enum CodingKeys: String, CodingKey {
    case index, total, items
    case isTotalExact = "total_is_exact"
    case maxSize = "max_size"
    case totalPages = "total_pages"
  }

  package init(index: Int, maxSize: Int, total: Int, isTotalExact: Bool = true, items: [Item]) {
    self.index = index
    self.maxSize = maxSize
    self.total = total
    self.isTotalExact = isTotalExact
    self.items = items
    // A ZenML server has one page, which is empty, when there is nothing.
    totalPages = max(1, (total + maxSize - 1) / maxSize)
  }
}

extension Page: Encodable where Item: Encodable {}
extension Page: Decodable where Item: Decodable {}
extension Page: Equatable where Item: Equatable {}

extension Page {
  /// The same page of other items.
  package func map<Other>(_ transform: (Item) throws -> Other) rethrows -> Page<Other> {
    Page<Other>(index: index, maxSize: maxSize, total: total, isTotalExact: isTotalExact, items: try items.map(transform))
  }

  /// One page of a list that is complete.
  package init(of all: [Item], _ query: ListQuery) throws(ControlProblem) {
    self.init(
      index: query.page, maxSize: query.size, total: all.count,
      items: query.offset >= all.count ? [] : Array(all[query.offset...].prefix(query.size)))
    try check()
  }

  /// A page behind the last one is a mistake, as it is for a ZenML server: an empty answer would say that there is nothing.
  package func check() throws(ControlProblem) {
    guard index > totalPages else { return }
    let pages = totalPages == 1 ? "there is 1 page" : "there are \(totalPages) pages"
    let further = isTotalExact ? "" : " that can be counted; narrow the list with a filter, as due=lt:…"
    throw ControlProblem(.badRequest, "page \(index) is past the end: \(pages) of up to \(maxSize) items\(further)")
  }
}
