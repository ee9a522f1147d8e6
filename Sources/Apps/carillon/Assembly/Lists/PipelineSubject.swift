import Scheduling

/// What a trigger starts, told apart from what others start.
struct PipelineSubject: Hashable {
  let kind: Scheduling.Trigger.Kind
  let name: String
  let id: Identifier

  /// The namespace of the ids of what has none of its own: fixed for ever.
  private static let namespace = Identifier(high: 0x6361_7269_6c6c_5f6e, low: 0x8000_7069_7065_0001)

  /// Nil for a schedule that starts nothing.
  init?(_ definition: ScheduleDefinition) {
    guard let action = definition.trigger?.action else { return nil }
    kind = action.kind
    let pipeline = action.pipelineID ?? definition.record.pipelineID
    name = action.subjectName ?? pipeline.map { "pipeline \($0)" } ?? action.kind.rawValue
    id =
      pipeline.flatMap { action.kind.needsZenML ? $0 : nil }
      ?? .version5(namespace: Self.namespace, name: "\(action.kind.rawValue)/\(name)")
  }
}

extension Scheduling.Trigger {
  fileprivate var pipelineID: Identifier? {
    switch self {
    case .snapshot(let trigger): trigger.pipelineID
    case .build(let trigger): trigger.pipelineID
    case .deployment(let trigger): trigger.pipelineID
    case .runTemplate, .http, .command, .jfrogDeployment, .jfrogExperiment, .jfrogInference, .chain: nil
    }
  }

  /// Without anything that may hold a secret: of a URL only scheme, host and path, of a command only the program.
  fileprivate var subjectName: String? {
    switch self {
    case .snapshot(let trigger):
      if case .named(let name) = trigger.snapshot { trigger.pipeline.map { "\($0)/\(name)" } ?? name } else { trigger.pipeline }
    case .build(let trigger): trigger.pipeline ?? trigger.build
    case .runTemplate(let trigger): trigger.template
    case .deployment(let trigger): trigger.deployment
    case .http(let trigger): "\(trigger.method) \(Self.place(trigger.url))"
    case .command(let trigger): trigger.argv.first
    case .jfrogDeployment(let trigger): trigger.model
    case .jfrogExperiment(let trigger): trigger.model ?? trigger.name
    case .jfrogInference(let trigger): trigger.model
    case .chain(let trigger): trigger.action.subjectName
    }
  }

  private static func place(_ url: String) -> String {
    let end = url.firstIndex { $0 == "?" || $0 == "#" } ?? url.endIndex
    guard let scheme = url[..<end].firstRange(of: "://") else { return String(url[..<end]) }
    let rest = url[scheme.upperBound..<end]
    let hostEnd = rest.firstIndex(of: "/") ?? rest.endIndex
    let host = rest[..<hostEnd].split(separator: "@").last ?? ""
    return "\(url[..<scheme.upperBound])\(host)\(rest[hostEnd...])"
  }
}
