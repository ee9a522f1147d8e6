/// A list as every list command gives it.
package struct ItemList<Item: Codable & Sendable>: Codable, Sendable {
  package var items: [Item]
  package init(items: [Item]) { self.items = items }
}
