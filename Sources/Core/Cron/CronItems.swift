/// The items of one field's list, in their order; at least one.
///
/// Most fields have a single item, which is kept without an array: an expression is then read with few allocations.
enum CronItems: Hashable, Sendable {
  case one(CronItem)
  /// Two or more.
  case many([CronItem])
}

extension CronItems: RandomAccessCollection {
  var startIndex: Int { 0 }

  var endIndex: Int {
    switch self {
    case .one: 1
    case .many(let items): items.count
    }
  }

  subscript(index: Int) -> CronItem {
    switch self {
    case .one(let item):
      precondition(index == 0, "item \(index) of 1")
      return item
    case .many(let items): return items[index]
    }
  }
}
