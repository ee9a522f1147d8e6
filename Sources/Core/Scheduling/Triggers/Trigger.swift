/// What a schedule does when it is due. Strings may hold templates (`Template`).
///
/// Indirect: a trigger is copied with every row and fire, and changed next to never.
package indirect enum Trigger: Hashable, Sendable, Codable {
  case snapshot(SnapshotTrigger)
  case build(BuildTrigger)
  case runTemplate(RunTemplateTrigger)
  case deployment(DeploymentTrigger)
  case http(HTTPTrigger)
  case command(CommandTrigger)
  case jfrogDeployment(JFrogDeploymentTrigger)
  case jfrogExperiment(JFrogExperimentTrigger)
  case jfrogInference(JFrogInferenceTrigger)
  case chain(ChainTrigger)

  package enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case snapshot, build
    case runTemplate = "run_template"
    case deployment, http, command
    case jfrogDeployment = "jfrog_deployment"
    case jfrogExperiment = "jfrog_experiment"
    case jfrogInference = "jfrog_inference"
    case chain

    /// A ZenML server knows a run by its name, and no two runs have the same.
    package var canAlwaysBeAsked: Bool { needsZenML }

    /// Acts on the ZenML server of the configuration.
    package var needsZenML: Bool {
      switch self {
      case .snapshot, .build, .runTemplate, .deployment: true
      case .http, .command, .jfrogDeployment, .jfrogExperiment, .jfrogInference, .chain: false
      }
    }

    /// Acts on the JFrog ML of the configuration.
    package var needsJFrog: Bool {
      switch self {
      case .jfrogDeployment, .jfrogExperiment, .jfrogInference: true
      case .snapshot, .build, .runTemplate, .deployment, .http, .command, .chain: false
      }
    }
  }

  package var kind: Kind {
    switch self {
    case .snapshot: .snapshot
    case .build: .build
    case .runTemplate: .runTemplate
    case .deployment: .deployment
    case .http: .http
    case .command: .command
    case .jfrogDeployment: .jfrogDeployment
    case .jfrogExperiment: .jfrogExperiment
    case .jfrogInference: .jfrogInference
    case .chain: .chain
    }
  }

  /// How long the request may take that is the whole run; nil where the run is something else. No policy's timeout ends it.
  package var requestLimit: Duration? {
    switch action {
    case .http(let trigger) where trigger.ending == nil: .seconds(trigger.timeoutSeconds)
    case .jfrogInference(let trigger): .seconds(trigger.timeoutSeconds)
    default: nil
    }
  }

  /// How long a call to its target takes at most, to take a fire or to say what became of one.
  package var callLimit: Duration {
    let request: Duration =
      switch action {
      case .http(let trigger): .seconds(trigger.timeoutSeconds)
      case .jfrogInference(let trigger): .seconds(trigger.timeoutSeconds)
      // Where its key was changed, or it has moved, it is sent once more.
      case .deployment: DeploymentTrigger.invocationLimit * 2
      case .command: CommandTrigger.startLimit
      case .snapshot, .build, .runTemplate, .jfrogDeployment, .jfrogExperiment, .chain: .zero
      }
    return request + Self.callLeeway
  }

  /// What comes before its own request has limits of its own, most of them half a minute: secrets, a login, what the trigger names, page by
  /// page. Far more than all of that takes: who goes by it takes the daemon for broken.
  private static let callLeeway: Duration = .seconds(3600)

  /// True for triggers that are copies of each other, which is found out without looking into them. False says nothing.
  package func isCopy(of other: Trigger) -> Bool {
    // An indirect enumeration is a pointer, which its copies share, with the case in spare bits.
    unsafeBitCast(self, to: UInt.self) == unsafeBitCast(other, to: UInt.self)
  }
}
