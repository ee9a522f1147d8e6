import CivilTime
import Scheduling

/// Reads what a schedule does when it is due. The same for files and for the bindings that a server holds.
struct TriggerReader {
  let log: ProblemLog
  /// Others can call this daemon.
  var allowsCallbacks = false
  /// What every text of the trigger may name besides the fire's values and secrets.
  var scope: TemplateScope = []

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
    case .snapshot: return snapshot(&mapping).map(Trigger.snapshot)
    case .build: return build(&mapping).map(Trigger.build)
    case .runTemplate: return runTemplate(&mapping).map(Trigger.runTemplate)
    case .deployment: return deployment(&mapping).map(Trigger.deployment)
    case .http: return http(&mapping).map(Trigger.http)
    case .command: return command(&mapping).map(Trigger.command)
    case .chain: return chain(&mapping).map(Trigger.chain)
    case .jfrogDeployment: return jfrogDeployment(&mapping).map(Trigger.jfrogDeployment)
    case .jfrogExperiment: return jfrogExperiment(&mapping).map(Trigger.jfrogExperiment)
    case .jfrogInference: return jfrogInference(&mapping).map(Trigger.jfrogInference)
    case nil: return nil
    }
  }

  /// A mapping as a JSON object: nil within when it is not given, nil when something is wrong with it and reported.
  func object(_ key: String, _ mapping: inout MappingReader) -> JSONValue?? {
    guard let node = mapping.take(key) else { return .some(nil) }
    return objectValue(node, key).map { .some($0) }
  }

  func objectValue(_ node: YAMLNode, _ subject: String) -> JSONValue? {
    guard let value = json(node, subject) else { return nil }
    guard case .object = value else {
      log.error("\(subject) must be a mapping (name: value), not \(node.kind)", at: node.place)
      return nil
    }
    return value
  }

  /// A text that may hold templates; nil when it is not given, or wrong and reported.
  func templateText(_ key: String, _ mapping: inout MappingReader) -> String? {
    guard let node = mapping.take(key) else { return nil }
    return template(node, key, in: mapping)
  }

  /// A time limit in whole seconds, as the targets keep it.
  func timeoutSeconds(_ mapping: inout MappingReader) -> Int? { wholeSeconds("timeout", &mapping, in: Self.timeoutRange) }

  func wholeSeconds(_ key: String, _ mapping: inout MappingReader, in range: ClosedRange<Duration>) -> Int? {
    guard let duration = mapping.duration(key, in: range) else { return nil }
    guard duration.components.attoseconds == 0 else {
      log.error("\(key) must be a whole number of seconds", at: mapping.keyPlace(key))
      return nil
    }
    return Int(duration.components.seconds)
  }
}
