import ControlMessages

/// One operation of the API, as its document describes it.
struct OperationText {
  let method: String
  /// As OpenAPI writes it, with `{names}`.
  let path: String
  let id: String
  let summary: String
  var parameters: [DocumentValue] = []
  /// The schema of the request's body; nil: it has none.
  var body: DocumentValue?
  var isBodyRequired = true
  /// What it answers when it did what was asked.
  var success: [Int: DocumentValue?]

  init(_ method: String, _ path: String, _ id: String, _ summary: String, answers schema: String, status: Int = 200) {
    (self.method, self.path, self.id, self.summary) = (method, path, id, summary)
    success = [status: Self.json(SchemaText.type(schema))]
  }

  init(_ method: String, _ path: String, _ id: String, _ summary: String, success: [Int: DocumentValue?]) {
    (self.method, self.path, self.id, self.summary, self.success) = (method, path, id, summary, success)
  }

  func taking(_ parameters: [DocumentValue]) -> OperationText {
    var copy = self
    copy.parameters += parameters
    return copy
  }

  func sending(_ schema: String, isRequired: Bool = true) -> OperationText {
    var copy = self
    (copy.body, copy.isBodyRequired) = (Self.json(SchemaText.type(schema)), isRequired)
    return copy
  }

  static func json(_ schema: DocumentValue) -> DocumentValue { ["application/json": ["schema": schema]] }

  var document: DocumentValue {
    var responses: [String: DocumentValue] = ["default": ["$ref": "#/components/responses/Problem"]]
    for (status, content) in success {
      let described: DocumentValue = ["description": "What was asked for."]
      responses["\(status)"] = content.map { described.with(["content": $0]) } ?? described
    }
    for status in problems { responses["\(status)"] = ["$ref": "#/components/responses/Problem"] }
    var members: [String: DocumentValue] = [
      "operationId": .text(id), "summary": .text(summary), "responses": .object(responses), "tags": [.text(tag)],
    ]
    let all = pathParameters + parameters
    if !all.isEmpty { members["parameters"] = .list(all) }
    if let body { members["requestBody"] = ["required": .flag(isBodyRequired), "content": body] }
    return .object(members)
  }

  private var problems: [Int] { [400, 403, 404, 409, 413, 503] }

  private var tag: String { path.split(separator: "/").dropFirst(path.hasPrefix("/api/") ? 2 : 0).first.map(String.init) ?? "daemon" }

  private var pathParameters: [DocumentValue] {
    path.split(separator: "/").filter { $0.hasPrefix("{") }.map { segment in
      let name = String(segment.dropFirst().dropLast())
      let schema: DocumentValue = name == "fire" ? SchemaText.type("fire") : ["type": "string", "minLength": 1]
      return ["name": .text(name), "in": "path", "required": true, "schema": schema]
    }
  }
}

extension DocumentValue {
  /// A parameter of the query.
  static func query(_ name: String, _ words: String, _ schema: DocumentValue) -> DocumentValue {
    ["name": .text(name), "in": "query", "required": false, "description": .text(words), "schema": schema]
  }

  /// A header of the request; visible ASCII is all that one may hold.
  static func header(_ name: String, _ words: String) -> DocumentValue {
    ["name": .text(name), "in": "header", "required": false, "description": .text(words), "schema": ["type": "string"]]
  }
}
