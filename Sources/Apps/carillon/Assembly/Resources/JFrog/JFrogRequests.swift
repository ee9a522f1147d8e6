import ControlMessages
import JFrogML
import Scheduling

extension JFrogModelRequest {
  init(members: [String: JSONValue]) throws(ControlProblem) {
    var body = BodyReader(members, of: "a model")
    self.init(
      name: try body.required("name"), description: try body.text("description"), framework: try body.text("framework"),
      taskType: try body.text("task_type"), tags: try body.texts("tags"))
    try body.finish()
  }

  /// What `model` is, changed by `members`: the API takes a model as a whole.
  init(_ model: JFrogModel, changedBy members: [String: JSONValue]) throws(ControlProblem) {
    let present: [String: JSONValue?] = [
      "name": model.name.map(JSONValue.string), "description": model.description.map(JSONValue.string),
      "framework": model.framework.map(JSONValue.string), "task_type": model.taskType.map(JSONValue.string),
      "tags": model.tags.map { .array($0.map(JSONValue.string)) },
    ]
    try self.init(members: present.compactMapValues(\.self).merging(members) { _, changed in changed })
  }
}

extension JFrogModelVersionRequest {
  init(members: [String: JSONValue]) throws(ControlProblem) {
    var body = BodyReader(members, of: "a model version")
    self.init(
      version: try body.required("version"), description: try body.text("description"),
      status: try body.text("status").flatMap(JFrogModelVersion.Status.init), artifactPath: try body.text("artifact_path"),
      metrics: try body.numbersByName("metrics"), parameters: try body.textsByName("parameters"))
    try body.finish()
  }
}

extension JFrogExperimentRequest {
  init(members: [String: JSONValue]) throws(ControlProblem) {
    var body = BodyReader(members, of: "an experiment")
    self.init(
      name: try body.required("name"), description: try body.text("description"), modelID: try body.text("model_id"),
      parameters: try body.textsByName("parameters"))
    try body.finish()
  }
}

extension JFrogDeploymentRequest {
  init(members: [String: JSONValue]) throws(ControlProblem) {
    var body = BodyReader(members, of: "a deployment")
    self.init(
      name: try body.required("name"), modelID: try body.required("model_id"), modelVersionID: try body.required("model_version_id"),
      replicas: try body.number("replicas"), resources: try body.object("resources").map(JFrogResources.init(members:)))
    try body.finish()
  }
}

extension JFrogResources {
  fileprivate init(members: [String: JSONValue]) throws(ControlProblem) {
    var body = BodyReader(members, of: "resources")
    self.init(cpu: try body.text("cpu"), memory: try body.text("memory"), gpu: try body.number("gpu"))
    try body.finish()
  }
}
