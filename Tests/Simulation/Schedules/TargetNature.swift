import Scheduling

/// What a target is able to promise.
enum TargetNature: Hashable {
  /// Refuses a second run of the same name, and can be asked.
  case deployment(Int)
  /// Cannot be asked. Where it knows keys, it does the same work once.
  case http(Int, knowsKeys: Bool)
  /// An exclusive mark says whether it was started; an exit record how it ended.
  case command(Int)

  func trigger(payload: Int) -> Trigger {
    switch self {
    case .deployment(let number):
      .deployment(DeploymentTrigger(deployment: "train-\(number)", parameters: ["payload": .integer(Int64(payload))]))
    case .http(let number, let knowsKeys):
      .http(
        HTTPTrigger(
          url: "https://host-\(number).example/\(knowsKeys ? "keyed" : "plain")", headers: ["Authorization": "Bearer \(number)"],
          body: .string("payload \(payload)")))
    case .command(let number): .command(CommandTrigger(argv: ["/opt/job-\(number)", "\(payload)"]))
    }
  }

  init(_ trigger: Trigger) {
    switch trigger {
    case .deployment, .snapshot, .build, .runTemplate: self = .deployment(0)
    case .jfrogDeployment, .jfrogExperiment, .jfrogInference: self = .http(0, knowsKeys: false)
    case .http(let http): self = .http(0, knowsKeys: http.url.hasSuffix("/keyed"))
    case .command: self = .command(0)
    case .chain(let chain): self.init(chain.action)
    }
  }

  /// True when a second request for one attempt starts nothing.
  var deduplicates: Bool {
    switch self {
    case .deployment, .command: true
    case .http(_, let knowsKeys): knowsKeys
    }
  }
}
