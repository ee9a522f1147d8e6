import ControlMessages
import Scheduling
import ZenML

/// A filter that takes the name of another record where the server takes its id alone.
struct ZenMLLookup: Sendable {
  /// As it is typed: `pipeline`.
  let name: String
  /// The server's parameter: `pipeline_id`.
  let parameter: String
  let id: @Sendable (ZenMLClient, _ reference: String) async throws -> Identifier

  init<Other: ZenMLFindableByName>(
    _ name: String, _ parameter: String, among others: @escaping @Sendable (ZenMLClient) -> ZenMLCollection<Other>
  ) {
    self.name = name
    self.parameter = parameter
    id = { client, reference in
      if let id = Identifier(reference) { return id }
      return try await others(client).get(reference, hydrate: false).id
    }
  }

  /// `condition` about the id.
  func resolved(_ condition: FilterCondition, _ client: ZenMLClient) async throws -> FilterCondition {
    var values: [String] = []
    for value in condition.values { values.append(try await id(client, value).description) }
    return FilterCondition(name: parameter, comparison: condition.comparison, values: values)
  }
}

extension FilterCondition {
  /// The condition as ZenML writes it, an operator before the value.
  func term<Record: ZenMLRecord>(of type: Record.Type) throws(ControlProblem) -> ZenMLFilterTerm<Record> {
    guard let field = Record.filterFields.first(where: { $0.name == name }) else {
      preconditionFailure("\(name) is no filter of \(Record.kind.plural)")
    }
    do throws(ZenMLFilterTextError) {
      return try field.term(zenMLText)
    } catch {
      throw ControlProblem(.badRequest, "filter \(error)")
    }
  }

  private var zenMLText: String {
    let value = values[0]
    return switch comparison {
    case .equals: values.count == 1 ? "equals:\(value)" : "oneof:\(Self.list(values))"
    case .notEquals: "notequals:\(value)"
    case .contains: "contains:\(value)"
    case .startsWith: "startswith:\(value)"
    case .endsWith: "endswith:\(value)"
    case .atLeast: "gte:\(value)"
    case .atMost: "lte:\(value)"
    case .above: "gt:\(value)"
    case .below: "lt:\(value)"
    }
  }

  /// A JSON list.
  private static func list(_ values: [String]) -> String {
    String(decoding: JSONValue.array(values.map(JSONValue.string)).utf8, as: UTF8.self)
  }
}
