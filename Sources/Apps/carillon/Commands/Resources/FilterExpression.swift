/// How a filter compares; what it is written as.
enum FilterOperator: String, Sendable, CaseIterable {
  // The operators of two characters come first: '>' begins '>=' too.
  case atLeast = ">="
  case atMost = "<="
  case notEquals = "!="
  case contains = "*="
  case startsWith = "^="
  case endsWith = "$="
  case equals = "="
  case above = ">"
  case below = "<"

  /// True for what needs an order: times and numbers.
  var isOrdering: Bool {
    switch self {
    case .atLeast, .atMost, .above, .below: true
    case .notEquals, .contains, .startsWith, .endsWith, .equals: false
    }
  }
}

/// A filter as it was typed: `created>=2026-11-01`.
struct FilterExpression: Sendable, Equatable {
  let field: String
  let comparison: FilterOperator
  let value: String

  /// - Parameter field: hyphens count as underscores.
  init(_ field: String, _ comparison: FilterOperator, _ value: String) {
    self.field = field.replacing("-", with: "_")
    self.comparison = comparison
    self.value = value
  }

  /// Nil when there is no comparison in it.
  init?(_ text: String) {
    let field = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" }
    let rest = text.dropFirst(field.count)
    guard !field.isEmpty, let comparison = FilterOperator.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else { return nil }
    self.init(String(field), comparison, String(rest.dropFirst(comparison.rawValue.count)))
  }
}
