extension Trigger {
  /// The same at another place in memory.
  func copied() -> Trigger {
    switch self {
    case .snapshot(let snapshot): .snapshot(snapshot)
    case .build(let build): .build(build)
    case .runTemplate(let template): .runTemplate(template)
    case .deployment(let deployment): .deployment(deployment)
    case .http(let http): .http(http)
    case .command(let command): .command(command)
    case .jfrogDeployment(let deployment): .jfrogDeployment(deployment)
    case .jfrogExperiment(let experiment): .jfrogExperiment(experiment)
    case .jfrogInference(let inference): .jfrogInference(inference)
    case .chain(let chain): .chain(chain)
    }
  }
}
