import ControlMessages

/// The control API in OpenAPI 3.1: written by hand, and held against the router and a running daemon by tests.
enum OpenAPIDocument {
  /// All there are for programs; pages for people are none of it. Whoever adds a route adds it here.
  static let operations: [OperationText] =
    scheduleOperations + localScheduleOperations + runOperations + daemonOperations + eventOperations + accessOperations + alertOperations

  static let value: DocumentValue = [
    "openapi": "3.1.0",
    "info": [
      "title": "Carillon control API", "version": .text(CarillonVersion.current),
      "description": "Schedules, and what became of their due instants. Lists have the shapes of a ZenML server's.",
    ],
    "servers": [["url": "/"]],
    "paths": .object(paths),
    "components": ["schemas": .object(schemas), "responses": ["Problem": problem]],
  ]

  private static var paths: [String: DocumentValue] {
    Dictionary(grouping: operations, by: \.path).mapValues { operations in
      .object(Dictionary(uniqueKeysWithValues: operations.map { ($0.method.lowercased(), $0.document) }))
    }
  }

  private static let problem: DocumentValue = [
    "description": "Why not, and what to do (RFC 9457).",
    "content": [.problemType: ["schema": ["$ref": "#/components/schemas/Problem"]]],
  ]

  private static var schemas: [String: DocumentValue] {
    [runSchemas, daemonSchemas, localScheduleSchemas, accessSchemas, alertSchemas].reduce(scheduleSchemas) { $0.merging($1, uniquingKeysWith: same) }
  }

  private static func same(_ first: DocumentValue, _ second: DocumentValue) -> DocumentValue {
    preconditionFailure("a schema is described twice: \(first), \(second)")
  }

  static func page(of item: String) -> DocumentValue {
    SchemaText.object("index: whole, max_size: whole, total_pages: whole, total: whole, total_is_exact: flag, items: [\(item)]")
  }
}

extension String {
  fileprivate static let problemType = ProblemDocument.mediaType
}
