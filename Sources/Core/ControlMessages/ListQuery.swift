/// What a list is asked for, in the form in which a ZenML server is asked: a page of what meets the filters, in an order.
package struct ListQuery: Sendable, Equatable {
  /// From 1.
  package var page: Int
  /// How many items a page has at most.
  package var size: Int
  /// Nil: the list's own order.
  package var order: ListOrder?
  package var filters: [FieldFilter]
  /// One filter is enough (`logical_operator=or`); otherwise all have to match.
  package var matchesAny: Bool
  /// Name or id; it has to match whatever else does. Nil: all projects.
  package var project: String?

  /// As a ZenML server has it.
  package static let sizes = 1...10_000
  package static let sizeStandard = 20

  package init(page: Int = 1, size: Int = sizeStandard, order: ListOrder? = nil, filters: [FieldFilter] = [], matchesAny: Bool = false) {
    self.page = page
    self.size = size
    self.order = order
    self.filters = filters
    self.matchesAny = matchesAny
  }

  /// How many items are on the pages before; saturates.
  package var offset: Int {
    let product = (page - 1).multipliedReportingOverflow(by: size)
    return product.overflow ? .max : product.partialValue
  }
}

/// `asc:name`, `desc:created`, or `name` alone, which ascends.
package struct ListOrder: Sendable, Equatable {
  package var field: String
  package var isDescending: Bool

  package init(_ field: String, isDescending: Bool = false) {
    self.field = field
    self.isDescending = isDescending
  }

  package init(text: String) {
    if text.hasPrefix("desc:") {
      self.init(String(text.dropFirst(5)), isDescending: true)
    } else {
      self.init(text.hasPrefix("asc:") ? String(text.dropFirst(4)) : text)
    }
  }

  package var text: String { (isDescending ? "desc:" : "asc:") + field }
}

/// One condition on a field: `name=nightly`, `name=contains:train`, `state=oneof:["armed","paused"]`.
package struct FieldFilter: Sendable, Equatable {
  package enum Operation: String, Sendable, CaseIterable {
    case equals, notequals, contains, startswith, endswith, oneof, gte, gt, lte, lt
  }

  package var field: String
  package var operation: Operation
  /// One; of `oneof` any number.
  package var values: [String]

  package init(_ field: String, _ operation: Operation = .equals, _ values: [String]) {
    self.field = field
    self.operation = operation
    self.values = values
  }

  package init(_ field: String, equals value: String) { self.init(field, .equals, [value]) }

  package var value: String { values.first ?? "" }

  /// As it stands behind the `=`.
  package var text: String {
    switch operation {
    case .equals: FieldFilter.Operation(prefixOf: value) == nil ? value : "equals:\(value)"
    case .oneof: "oneof:[" + values.map(Self.quoted).joined(separator: ",") + "]"
    default: "\(operation.rawValue):\(value)"
    }
  }

  /// As JSON has it.
  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case "\u{0}"..."\u{1F}": "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
      default: String(scalar)
      }
    }
    return "\"\(escaped.joined())\""
  }
}

extension FieldFilter.Operation {
  /// The operation that stands in front of the first colon; nil when none does, and the text is a value.
  package init?(prefixOf text: some StringProtocol) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    self.init(rawValue: String(text[..<colon]))
  }
}
