import CivilTime
import Scheduling

/// Reads what a schedule does when it is due. The same for files and for the bindings that a server holds.
struct TriggerReader {
  let log: ProblemLog

  /// Longer work belongs to an engine that is made for it, and a limit that is longer limits nothing.
  static let timeoutRange: ClosedRange<Duration> = .seconds(1) ... .seconds(30 * 86_400)

  /// Nil, and reports, when something is wrong with it.
  func read(_ node: YAMLNode) -> Trigger? {
    guard var mapping = MappingReader(node, "trigger", log: log) else { return nil }
    guard mapping.gives("kind") else {
      let kinds = Trigger.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      log.error("trigger needs kind: one of \(kinds)", at: mapping.place)
      return nil
    }
    switch mapping.choice("kind", of: Trigger.Kind.self) {
    case .deployment: return deployment(&mapping).map(Trigger.deployment)
    case .http: return http(&mapping).map(Trigger.http)
    case .command: return command(&mapping).map(Trigger.command)
    case nil: return nil
    }
  }

  private func deployment(_ mapping: inout MappingReader) -> DeploymentTrigger? {
    let name = mapping.text("deployment")
    let parameters = mapping.take("parameters")
    mapping.finish()
    guard let parameters else { return DeploymentTrigger(deployment: name) }
    guard let value = json(parameters, "parameters") else { return nil }
    guard case .object = value else {
      log.error("parameters must be a mapping (name: value), not \(parameters.kind)", at: parameters.place)
      return nil
    }
    return DeploymentTrigger(deployment: name, parameters: value)
  }

  /// A time limit in whole seconds, as the targets keep it.
  func timeoutSeconds(_ mapping: inout MappingReader) -> Int? {
    guard let timeout = mapping.duration("timeout", in: Self.timeoutRange) else { return nil }
    guard timeout.components.attoseconds == 0 else {
      log.error("timeout must be a whole number of seconds", at: mapping.keyPlace("timeout"))
      return nil
    }
    return Int(timeout.components.seconds)
  }
}
