/// A part of a list, in the shape in which a ZenML server gives one.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
  /// Of this page, from 1.
  package var index: Int
  /// How many items a page has at most.
  package var maxSize: Int
  package var totalPages: Int
  /// Items on all pages.
  package var total: Int
  package var items: [Item]

  enum CodingKeys: String, CodingKey {
    case index, total, items
    case maxSize = "max_size"
    case totalPages = "total_pages"
  }

  package init(index: Int, maxSize: Int, total: Int, items: [Item]) {
    self.index = index
    self.maxSize = maxSize
    self.total = total
    self.items = items
    // A ZenML server has one page, which is empty, when there is nothing.
    totalPages = max(1, (total + maxSize - 1) / maxSize)
  }
}
