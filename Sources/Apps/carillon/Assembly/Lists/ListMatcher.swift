import CivilTime
import ControlMessages
import Scheduling
import Seams

/// What something has in a field.
enum FieldValue {
  case text(String?)
  case texts([String])
  case flag(Bool)
  case instant(Instant?)
}

/// The filters and the order of a list that is in memory.
struct ListMatcher<Item> {
  typealias Look = (Item, _ field: String) -> FieldValue

  private let look: Look
  private let matchesAny: Bool
  private let tests: [(field: String, holds: (FieldValue) -> Bool)]
  private let order: ListOrder?

  init(_ query: ListQuery, look: @escaping Look) throws(ControlProblem) {
    self.look = look
    matchesAny = query.matchesAny
    order = query.order
    var tests: [(field: String, holds: (FieldValue) -> Bool)] = []
    for filter in query.filters { tests.append((filter.field, try Self.test(filter))) }
    self.tests = tests
  }

  /// Those that match; in the order that is asked for, otherwise as they are.
  func choose(_ items: [Item]) -> [Item] {
    let chosen = tests.isEmpty ? items : items.filter(matches)
    guard let order else { return chosen }
    let keyed = chosen.map { (key: SortKey(look($0, order.field)), item: $0) }.enumerated()
    // What is equal stays as it was, in either direction.
    return keyed.sorted { first, second in
      let (a, b) = (first.element.key, second.element.key)
      return a == b ? first.offset < second.offset : (a < b) != order.isDescending
    }.map(\.element.item)
  }

  private func matches(_ item: Item) -> Bool {
    let holds = { (test: (field: String, holds: (FieldValue) -> Bool)) in test.holds(look(item, test.field)) }
    return matchesAny ? tests.contains(where: holds) : tests.allSatisfy(holds)
  }

  private static func test(_ filter: FieldFilter) throws(ControlProblem) -> (FieldValue) -> Bool {
    let text = filter.textTest
    // Read when a field that holds a time is met for the first time would be too late to refuse it.
    let kind = (ListFields.schedules + ListFields.pipelines).first { $0.name == filter.field }?.kind
    let instant = kind == .instant ? try filter.instantTest() : nil
    let flag = kind == .flag ? try filter.flag() : false
    return { value in
      switch value {
      case .text(let value): text.holds(for: value)
      case .texts(let values): text.isNegative ? values.allSatisfy(text.holds) : values.contains(where: text.holds)
      case .flag(let value): value == flag
      case .instant(let value): value.flatMap { value in instant?.holds(for: value) } ?? false
      }
    }
  }
}

/// Nothing comes first.
private struct SortKey: Comparable {
  let text: String
  let number: Int64

  init(_ value: FieldValue) {
    switch value {
    case .text(let value): (text, number) = (value ?? "", 0)
    case .texts(let values): (text, number) = (values.first ?? "", 0)
    case .flag(let value): (text, number) = ("", value ? 1 : 0)
    case .instant(let value): (text, number) = ("", value?.microsecondsSinceEpoch ?? .min)
    }
  }

  static func < (a: SortKey, b: SortKey) -> Bool { (a.text, a.number) < (b.text, b.number) }
}

extension TextTest {
  fileprivate var isNegative: Bool { if case .differs = self { true } else { false } }
}
