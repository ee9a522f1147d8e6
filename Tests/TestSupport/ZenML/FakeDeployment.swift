import Foundation
import Scheduling
import Seams

/// A deployed pipeline, at an address of its own.
package struct FakeDeployment {
  package static let authKey = "deployment-secret"

  package var id: Identifier
  package var name: String
  package var pipeline: Identifier
  package var url: String?
  package var answersHealth: Bool
  package var submitPath: String? = "/submit"
  /// Who really answers at `url`.
  package var answersAs: Identifier?
  /// What work is answered with, instead of a run.
  package var refusal: HTTPResponse?
  /// What a proxy in front of it answers to everything, while it is away.
  package var absence: HTTPResponse?

  package init(id: Identifier, name: String, pipeline: Identifier, url: String? = nil, answersHealth: Bool = true) {
    self.id = id
    self.name = name
    self.pipeline = pipeline
    self.url = url
    self.answersHealth = answersHealth
  }

  var json: JSONValue {
    [
      "id": .string(id.description), "name": .string(name),
      "body": ["url": .text(url), "status": "running", "project_id": .string(FakeZenML.project.description)],
      "metadata": ["auth_key": .string(Self.authKey), "deployment_metadata": ["pid": 1]],
      "resources": ["pipeline": ["id": .string(pipeline.description), "name": "training", "body": [:], "metadata": nil, "resources": nil]],
    ]
  }

  var info: JSONValue {
    [
      "deployment": ["id": .text((answersAs ?? id).description), "name": .string(name)],
      "app": ["invoke_url_path": "/invoke", "submit_url_path": .text(submitPath)],
    ]
  }
}

extension FakeZenML.State {
  mutating func answer(_ request: HTTPRequest, path: String, by deployment: FakeDeployment) -> HTTPResponse {
    if let absence = deployment.absence { return absence }
    return switch path {
    case "/health": deployment.answersHealth ? .json(nil) : .json(503, nil)
    case "/info": .json(deployment.info)
    case deployment.submitPath: submit(request, to: deployment)
    default: .json(404, ["detail": "Not Found"])
    }
  }

  private mutating func submit(_ request: HTTPRequest, to deployment: FakeDeployment) -> HTTPResponse {
    guard request.headers.contains(HTTPHeader("Authorization", "Bearer \(FakeDeployment.authKey)")) else {
      return .json(401, ["detail": "Invalid authentication token"])
    }
    if let refusal = deployment.refusal { return refusal }
    let body = try? JSONDecoder().decode(JSONValue.self, from: Data(request.body ?? []))
    guard let name = body?["run_name"]?.stringValue else { return .json(422, ["detail": "no run_name"]) }
    guard !runs.contains(where: { $0.name == name }) else {
      return .json(500, ["detail": .string("Pipeline run name '\(name)' already exists in this project.")])
    }
    var run = FakeRun(id: FakeZenML.id(nextRun), name: name, status: "initializing")
    run.deployment = deployment.id
    nextRun += 1
    runs.append(run)
    return .json(["run_id": .string(run.id.description)])
  }
}
