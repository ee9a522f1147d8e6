import Scheduling

/// The kinds that JFrog ML does.
extension TriggerReader {
  func jfrogDeployment(_ mapping: inout MappingReader) -> JFrogDeploymentTrigger? {
    let name = templateText("name", &mapping)
    let model = mapping.text("model")
    let version = version(&mapping)
    let replicas = mapping.integer("replicas", in: 1...10_000)
    let resources = object("resources", &mapping)
    let timeout = timeoutSeconds(&mapping)
    let place = mapping.place
    mapping.finish()
    guard let name, let model else {
      log.error("a jfrog_deployment trigger needs name: the deployment's, and model: a name or id", at: place)
      return nil
    }
    guard let version, case .some(let resources) = resources else { return nil }
    return JFrogDeploymentTrigger(
      name: name, model: model, version: version, replicas: replicas, resources: resources, timeoutSeconds: timeout)
  }

  func jfrogExperiment(_ mapping: inout MappingReader) -> JFrogExperimentTrigger? {
    // The run's name is its own for ever: a lost answer is looked up by it.
    let name = mapping.gives("name") ? templateText("name", &mapping) : "{{run_name}}"
    let model = mapping.text("model")
    let description = mapping.gives("description") ? templateText("description", &mapping) : nil
    let parameters = object("parameters", &mapping)
    let timeout = timeoutSeconds(&mapping)
    mapping.finish()
    guard let name, case .some(let parameters) = parameters else { return nil }
    return JFrogExperimentTrigger(
      name: name, model: model, description: description, parameters: parameters ?? [:], timeoutSeconds: timeout)
  }

  func jfrogInference(_ mapping: inout MappingReader) -> JFrogInferenceTrigger? {
    let model = mapping.text("model")
    let deployment = mapping.text("deployment")
    let body = mapping.take("body").map { json($0, "body") }
    let timeout = timeoutSeconds(&mapping)
    let place = mapping.place
    mapping.finish()
    guard let model else {
      log.error("a jfrog_inference trigger needs model: a name or id", at: place)
      return nil
    }
    if case .some(nil) = body { return nil }
    return JFrogInferenceTrigger(
      model: model, deployment: deployment, body: (body ?? [:]) ?? [:], timeoutSeconds: timeout ?? HTTPTrigger.timeoutSecondsDefault)
  }

  /// The newest one in production when nothing is said. Nil, and reported, when two things are.
  private func version(_ mapping: inout MappingReader) -> JFrogVersionChoice? {
    let id = mapping.text("version_id")
    let text = templateText("version", &mapping)
    guard id == nil || text == nil else {
      log.error("version and version_id both say which version; keep one of them", at: mapping.place)
      return nil
    }
    return id.map { .id($0) } ?? text.map { .version($0) } ?? .newestInProduction
  }
}
