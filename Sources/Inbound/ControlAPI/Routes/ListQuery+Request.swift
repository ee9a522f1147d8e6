import ControlMessages
import FoundationEssentials
import Hummingbird

extension ListQuery {
  /// The query of a request for a list of things with these fields. Anything else in it is refused, with all that there is.
  init(_ request: Request, _ fields: [ListField], size: Int = sizeStandard) throws(ControlProblem) {
    self.init(size: size)
    let reader = ListQueryReader(path: request.uri.path, fields: fields)
    for (name, value) in try QueryParameters.pairs(of: request) { try reader.read(name, value, into: &self) }
  }
}

/// Reads one parameter after the other.
private struct ListQueryReader {
  let path: String
  let fields: [ListField]

  func read(_ name: String, _ value: String, into query: inout ListQuery) throws(ControlProblem) {
    switch name {
    case "page": query.page = try number(name, value, 1...Int.max)
    // What our own commands said before there were pages.
    case "size", "limit": query.size = try number(name, value, ListQuery.sizes)
    case "sort_by": query.order = try order(value)
    case "logical_operator": query.matchesAny = try choice(name, value, ["and", "or"]) == "or"
    case "project": query.project = value
    // Ours are always complete.
    case "hydrate", "include_full_metadata": _ = try choice(name, value.lowercased(), ["true", "false"])
    default:
      guard let field = fields.first(where: { $0.name == name }) else { throw unknown(name) }
      query.filters.append(try filter(field, value))
    }
  }

  private func filter(_ field: ListField, _ text: String) throws(ControlProblem) -> FieldFilter {
    // The client of ZenML is written in Python, and says True.
    let text = field.kind == .flag ? text.lowercased() : text
    let operation = FieldFilter.Operation(prefixOf: text)
    guard let operation, field.operations.contains(operation) || field.kind != .instant else {
      return FieldFilter(field.name, .equals, [text])
    }
    guard field.operations.contains(operation) else {
      throw ControlProblem(
        .badRequest, "\(field.name)=\(text): '\(field.name)' takes \(field.operations.map(\.rawValue).joined(separator: ", "))")
    }
    let value = String(text.dropFirst(operation.rawValue.utf8.count + 1))
    return FieldFilter(field.name, operation, operation == .oneof ? try list(field.name, value) : [value])
  }

  private func list(_ name: String, _ text: String) throws(ControlProblem) -> [String] {
    guard let values = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
      throw ControlProblem(.badRequest, "\(name)=oneof:\(text): a JSON list of texts is needed, as oneof:[\"a\",\"b\"]")
    }
    return values
  }

  private func order(_ text: String) throws(ControlProblem) -> ListOrder {
    let order = ListOrder(text: text)
    let known = fields.filter(\.isOrder).map(\.name)
    guard known.contains(order.field) else {
      throw ControlProblem(
        .badRequest, "sort_by=\(text): \(path) is sorted by \(known.joined(separator: ", ")), with asc: or desc: in front")
    }
    return order
  }

  private func number(_ name: String, _ text: String, _ allowed: ClosedRange<Int>) throws(ControlProblem) -> Int {
    guard let number = Int(text), allowed.contains(number) else {
      let words =
        allowed.upperBound == .max
        ? "a number from \(allowed.lowerBound) on" : "a number from \(allowed.lowerBound) to \(allowed.upperBound)"
      throw ControlProblem(.badRequest, "\(name)=\(text): \(words) is needed")
    }
    return number
  }

  private func choice(_ name: String, _ text: String, _ allowed: [String]) throws(ControlProblem) -> String {
    guard allowed.contains(text) else {
      throw ControlProblem(.badRequest, "\(name)=\(text): \(allowed.joined(separator: " or ")) is needed")
    }
    return text
  }

  private func unknown(_ name: String) -> ControlProblem {
    let general = ["page", "size", "sort_by", "logical_operator", "project", "hydrate", "include_full_metadata", "limit"]
    let known = (general + fields.map(\.name)).sorted()
    return ControlProblem(.badRequest, "\(path) has no query parameter '\(name)'; it takes \(known.joined(separator: ", "))")
  }
}
