import CivilTime
import Scheduling

/// A part of a statement, with the values of its parameters in order.
struct SQLFragment {
  enum Value {
    case id(Identifier)
    case text(String)
    case instant(Instant)
    case number(Int)
  }

  var sql: String
  var values: [Value]

  init(_ sql: String, _ values: [Value] = []) {
    self.sql = sql
    self.values = values
  }

  func bind(to binder: inout ColumnBinder) {
    for value in values {
      switch value {
      case .id(let id): binder.bind(id)
      case .text(let text): binder.bind(text)
      case .instant(let instant): binder.bind(instant)
      case .number(let number): binder.bind(number)
      }
    }
  }

  static func + (first: SQLFragment, second: SQLFragment) -> SQLFragment {
    SQLFragment(first.sql + " " + second.sql, first.values + second.values)
  }

  /// Nil for none.
  static func joined(_ fragments: [SQLFragment], by word: String) -> SQLFragment? {
    guard !fragments.isEmpty else { return nil }
    return SQLFragment("(" + fragments.map(\.sql).joined(separator: " \(word) ") + ")", fragments.flatMap(\.values))
  }
}

extension SQLFragment: ExpressibleByStringLiteral {
  init(stringLiteral sql: String) { self.init(sql) }
}
