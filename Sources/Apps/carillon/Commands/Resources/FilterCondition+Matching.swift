import CivilTime
import ControlMessages

/// What a record says about something that lists are filtered or sorted by.
enum FilterValue: Sendable, Equatable {
  case text(String)
  case time(Instant)
  case number(Int)
}

/// For servers that have no filters of their own.
extension FilterCondition {
  /// Whether a record with this value is asked for; one that does not say is not.
  ///
  /// - Throws: when the condition compares with something of another kind.
  func admits(_ value: FilterValue?) throws(ControlProblem) -> Bool {
    guard let value else { return comparison == .notEquals }
    var wanted: [FilterValue] = []
    for text in values { wanted.append(try self.value(like: value, text)) }
    return switch comparison {
    case .equals: wanted.contains(value)
    case .notEquals: !wanted.contains(value)
    case .atLeast: !wanted.contains { $0.isAfter(value) }
    case .atMost: !wanted.contains { value.isAfter($0) }
    case .above: wanted.allSatisfy { value.isAfter($0) }
    case .below: wanted.allSatisfy { $0.isAfter(value) }
    case .contains: matches(value) { $0.contains($1) }
    case .startsWith: matches(value) { $0.hasPrefix($1) }
    case .endsWith: matches(value) { $0.hasSuffix($1) }
    }
  }

  private func value(like value: FilterValue, _ text: String) throws(ControlProblem) -> FilterValue {
    switch value {
    case .text: return .text(text)
    case .number:
      guard let number = Int(text) else { throw problem(text, "a whole number") }
      return .number(number)
    case .time:
      guard let time = try? Instant(iso8601: text) else { throw problem(text, "a time such as 2026-11-01T02:00:00Z") }
      return .time(time)
    }
  }

  private func problem(_ text: String, _ what: String) -> ControlProblem {
    ControlProblem(.badRequest, "\(name) '\(text)' is not \(what)")
  }

  /// Upper and lower case alike, as ZenML compares parts of texts.
  private func matches(_ value: FilterValue, _ fits: (String, String) -> Bool) -> Bool {
    guard case .text(let text) = value else { return false }
    return values.allSatisfy { fits(text.lowercased(), $0.lowercased()) }
  }
}

extension FilterValue {
  /// Later, greater, or further in the alphabet; false for values of different kinds.
  func isAfter(_ other: FilterValue) -> Bool {
    switch (self, other) {
    case (.text(let own), .text(let other)): own > other
    case (.time(let own), .time(let other)): own > other
    case (.number(let own), .number(let other)): own > other
    default: false
    }
  }
}
