/// One operation of ZenML's published OpenAPI document (version 1): what may be sent with it.
struct DocumentOperation {
  let method: String
  /// `/runs/{id}`, its parts.
  let path: [Substring]
  let parameters: Set<String>
  /// Of the JSON object in the body.
  let members: Set<String>

  private init(_ method: String, _ path: String, _ parameters: Set<String> = [], members: Set<String> = []) {
    self.method = method
    self.path = path.split(separator: "/")
    self.parameters = parameters
    self.members = members
  }

  /// A list: pages always, other parameters as named.
  private static func list(_ path: String, _ parameters: Set<String> = []) -> DocumentOperation {
    DocumentOperation("GET", path, parameters.union(["page", "size"]))
  }

  private static let all: [DocumentOperation] = [
    DocumentOperation("POST", "/login"),
    DocumentOperation("GET", "/current-user"),
    list("/pipelines", ["name", "project_id"]),
    DocumentOperation("POST", "/pipelines", members: ["name", "description", "version", "project_id", "spec"]),
    DocumentOperation("GET", "/pipelines/{id}"),
    DocumentOperation("DELETE", "/pipelines/{id}"),
    list("/runs", ["pipeline_id", "status"]),
    DocumentOperation("GET", "/runs/{id}"),
    list("/stacks"),
    DocumentOperation("POST", "/stacks", members: ["name", "description", "components"]),
    DocumentOperation("GET", "/stacks/{id}"),
    DocumentOperation("DELETE", "/stacks/{id}"),
    list("/components", ["type"]),
    list("/artifacts"),
    DocumentOperation("GET", "/artifacts/{id}"),
    list("/models"),
    DocumentOperation("POST", "/models", members: ["name", "description", "license", "use_cases"]),
    list("/model_versions", ["model_id"]),
    list("/deployments"),
    list("/schedules"),
    list("/secrets"),
    DocumentOperation("POST", "/secrets", members: ["name", "scope", "values"]),
    list("/users"),
    list("/projects"),
    list("/service_connectors"),
  ]

  /// The operation that `call` is; nil when the document declares none.
  static func of(_ call: ZenMLCall) -> DocumentOperation? {
    let parts = call.path.split(separator: "/")
    return all.first { $0.method == call.method && $0.matches(parts) }
  }

  /// What the document calls the parameter that real servers call `name`; nil when it declares none.
  func parameter(for name: String) -> String? {
    let others = ["project": "project_id", "model": "model_id"]
    return [name, others[name]].compactMap(\.self).first(where: parameters.contains)
  }

  private func matches(_ parts: [Substring]) -> Bool {
    path.count == parts.count && zip(path, parts).allSatisfy { $0 == $1 || $0 == "{id}" }
  }
}
