import Scheduling

/// The kinds that a ZenML server runs.
extension TriggerReader {
  func deployment(_ mapping: inout MappingReader) -> DeploymentTrigger? {
    let name = mapping.text("deployment")
    let parameters = object("parameters", &mapping)
    mapping.finish()
    guard case .some(let parameters) = parameters else { return nil }
    return DeploymentTrigger(deployment: name, parameters: parameters ?? [:])
  }

  func snapshot(_ mapping: inout MappingReader) -> SnapshotTrigger? {
    let place = mapping.place
    let name = mapping.text("snapshot")
    let newest = mapping.truth("newest") ?? false
    let tag = mapping.text("tag")
    let pipeline = mapping.text("pipeline")
    let configuration = runConfiguration(&mapping)
    mapping.finish()
    guard let configuration else { return nil }
    guard (name != nil) != newest else {
      log.error(
        "a snapshot trigger needs either snapshot: its name or id, or newest: true for the newest runnable one of its pipeline", at: place)
      return nil
    }
    guard tag == nil || newest else {
      log.error("tag chooses among the snapshots of a pipeline; it needs newest: true", at: place)
      return nil
    }
    return SnapshotTrigger(snapshot: name.map { .named($0) } ?? .newest(tag: tag), pipeline: pipeline, configuration: configuration)
  }

  func build(_ mapping: inout MappingReader) -> BuildTrigger? {
    let build = mapping.text("build")
    let pipeline = mapping.text("pipeline")
    let version = mapping.text("version")
    let configuration = runConfiguration(&mapping)
    mapping.finish()
    return configuration.map { BuildTrigger(build: build, pipeline: pipeline, version: version, configuration: $0) }
  }

  func runTemplate(_ mapping: inout MappingReader) -> RunTemplateTrigger? {
    let place = mapping.place
    let template = mapping.text("run_template")
    let configuration = runConfiguration(&mapping)
    mapping.finish()
    guard let template else {
      log.error("a run_template trigger needs run_template: its name or id", at: place)
      return nil
    }
    return configuration.map { RunTemplateTrigger(template: template, configuration: $0) }
  }

  /// Nil, and reported, when something is wrong with it.
  private func runConfiguration(_ mapping: inout MappingReader) -> RunConfiguration? {
    let steps = mapping.entries("steps")
    let parameters = object("parameters", &mapping)
    let tags = mapping.list("run_tags", example: "[nightly]")
    let reader = mapping
    var configuration = RunConfiguration()
    var isSound = true
    for step in steps {
      if let value = objectValue(step.value, "steps.\(step.key)") { configuration.steps[step.key] = value } else { isSound = false }
    }
    for tag in tags ?? [] {
      if let text = template(tag, "run_tags", in: reader) { configuration.tags.append(text) } else { isSound = false }
    }
    guard isSound, case .some(let parameters) = parameters else { return nil }
    configuration.parameters = parameters
    return configuration
  }
}
