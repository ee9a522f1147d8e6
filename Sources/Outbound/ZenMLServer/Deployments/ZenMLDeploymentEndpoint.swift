import Scheduling
import ZenML

/// Where a deployment takes work: its record and the paths that it names itself.
package struct ZenMLDeploymentEndpoint: Sendable, Equatable {
  package let deployment: ZenMLDeployment
  /// Starts a run and answers at once; nil where the deployment offers none.
  package let submitURL: String?
  /// Runs to the end before it answers.
  package let invokeURL: String
  /// What it takes; nil where it does not say.
  package let parameters: ParameterSchema?
}

/// What `GET {url}/info` says.
struct DeploymentInfo: Decodable {
  var deployment: Identity?
  var app: Paths?
  var pipeline: Pipeline?

  struct Identity: Decodable { var id: Identifier? }

  struct Paths: Decodable {
    var invoke: String?
    var submit: String?

    enum CodingKeys: String, CodingKey {
      case invoke = "invoke_url_path"
      case submit = "submit_url_path"
    }
  }

  struct Pipeline: Decodable {
    var inputs: JSONValue?

    enum CodingKeys: String, CodingKey { case inputs = "input_schema" }
  }

  /// For deployments that name no paths: the one that all have had.
  private static let invokePathDefault = "/invoke"

  func endpoint(of deployment: ZenMLDeployment, at url: String) -> ZenMLDeploymentEndpoint {
    ZenMLDeploymentEndpoint(
      deployment: deployment, submitURL: app?.submit.map { Self.join(url, $0) },
      invokeURL: Self.join(url, app?.invoke ?? Self.invokePathDefault),
      parameters: pipeline?.inputs.flatMap { $0 == .null ? nil : ParameterSchema($0) })
  }

  private static func join(_ url: String, _ path: String) -> String {
    path.hasPrefix("/") ? url + path : "\(url)/\(path)"
  }
}
