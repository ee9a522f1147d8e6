import Scheduling

/// A deployed pipeline: an HTTP server of its own. Its auth key is in no description, mirror or encoding.
package struct ZenMLDeployment: Sendable, Equatable {
  package let id: Identifier
  package let name: String
  package let projectID: Identifier?
  /// Without a slash at the end; nil while it is not deployed.
  package let url: String?
  /// As it was when the deployer last looked: it stays `running` after the process has died.
  package let status: String?
  /// For `Authorization: Bearer`; nil when the deployment asks for none, and when not hydrated.
  package let authKey: String?
  package let pipelineID: Identifier?
  package let pipelineName: String?
}

extension ZenMLDeployment: Decodable {
  package init(from decoder: any Decoder) throws {
    let entity = try WireEntity(from: decoder)
    id = try entity.required("id")
    name = try entity.required("name")
    projectID = try entity.value("project_id")
    url = try Self.base(entity.value("url"))
    status = try entity.value("status")
    authKey = try entity.value("auth_key").flatMap { (key: String) in key.isEmpty ? nil : key }
    let pipeline = try? entity.entity("pipeline")
    pipelineID = try pipeline?.required("id") ?? entity.value("pipeline_id")
    pipelineName = try pipeline?.value("name")
  }

  private static func base(_ url: String?) -> String? {
    guard let url else { return nil }
    var rest = url[...]
    while rest.hasSuffix("/") { rest = rest.dropLast() }
    return rest.isEmpty ? nil : String(rest)
  }
}

extension ZenMLDeployment: CustomStringConvertible, CustomReflectable {
  package var description: String { "\(name) (\(id))" }
  package var customMirror: Mirror { Mirror(self, children: ["id": id, "name": name]) }
}
