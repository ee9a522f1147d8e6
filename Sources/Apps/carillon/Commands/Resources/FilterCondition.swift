import CivilTime
import ControlMessages

/// A filter that the resource knows.
struct FilterCondition: Sendable, Equatable {
  let name: String
  let comparison: FilterOperator
  /// Several only for `=`: any of these.
  var values: [String]
}

extension Resource {
  /// The filters as conditions; a field that is compared with `=` more than once may be any of the values.
  ///
  /// - Throws: for a filter that the resource does not know. The server would ignore it, and answer with everything.
  func conditions(_ expressions: [FilterExpression], now: Instant) throws(ControlProblem) -> [FilterCondition] {
    var conditions: [FilterCondition] = []
    for expression in expressions {
      guard filters.contains(expression.field) else { throw unknown(expression.field) }
      let condition = FilterCondition(
        name: expression.field, comparison: expression.comparison, values: [Self.value(of: expression, now: now)])
      let same = conditions.firstIndex { $0.name == condition.name && $0.comparison == .equals && condition.comparison == .equals }
      if let same { conditions[same].values += condition.values } else { conditions.append(condition) }
    }
    return conditions
  }

  /// Where an order is meant, `7d` stands for the time seven days ago.
  private static func value(of expression: FilterExpression, now: Instant) -> String {
    guard expression.comparison.isOrdering else { return expression.value }
    let ago = try? TimeArgument(text: expression.value).duration(expression.field)
    return ago.map { now.advanced(by: .zero - $0).iso8601 } ?? expression.value
  }

  private func unknown(_ field: String) -> ControlProblem {
    ControlProblem(.badRequest, "\(plural) know no filter '\(field)'; known: \(filters.sorted().joined(separator: ", "))")
  }
}
