import FoundationEssentials
import Scheduling
import WebPage

extension RequestContent {
  /// What a trigger sends or starts.
  /// - Parameter trigger: without secrets; members of bodies and parameters that are called like secrets are masked here.
  init(_ trigger: Scheduling.Trigger) {
    let kind = Field("Kind", trigger.kind.rawValue.replacing("_", with: " "))
    switch trigger {
    case .chain(let chain): self.init(chain.action)
    case .http(let http): self.init(fields: [kind] + Self.fields(http), text: http.body.map(Self.text))
    case .command(let command): self.init(fields: [kind] + Self.fields(command))
    case .deployment(let deployment):
      self.init(fields: [kind, Field("Deployment", deployment.deployment ?? "of its pipeline")], text: Self.text(deployment.parameters))
    case .snapshot(let snapshot): self.init(fields: [kind, Field("Snapshot", Self.words(snapshot))] + Self.fields(snapshot.configuration))
    case .build(let build): self.init(fields: [kind, Field("Build", build.build ?? "newest")] + Self.fields(build.configuration))
    case .runTemplate(let template): self.init(fields: [kind, Field("Template", template.template)] + Self.fields(template.configuration))
    case .jfrogDeployment(let deployment): self.init(fields: [kind, Field("Model", deployment.model), Field("Name", deployment.name)])
    case .jfrogExperiment(let experiment): self.init(fields: [kind, Field("Name", experiment.name)], text: Self.text(experiment.parameters))
    case .jfrogInference(let inference): self.init(fields: [kind, Field("Model", inference.model)], text: Self.text(inference.body))
    }
  }

  private static func fields(_ http: HTTPTrigger) -> [Field] {
    [Field("Request", "\(http.method) \(masked(http.url))")]
      + http.headers.sorted { $0.key < $1.key }.map { Field($0.key, $0.value) }
      + (http.query ?? [:]).sorted { $0.key < $1.key }.map { Field("?\($0.key)", $0.value) }
      + (http.form ?? [:]).sorted { $0.key < $1.key }.map { Field("form \($0.key)", $0.value) }
      + [Field("Accepted", http.success.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }.joined(separator: ", "))]
  }

  private static func fields(_ command: CommandTrigger) -> [Field] {
    [Field("Command", command.argv.map(quoted).joined(separator: " "))] + (command.cwd.map { [Field("Directory", $0)] } ?? [])
      + command.env.sorted { $0.key < $1.key }.map { Field($0.key, $0.value) }
  }

  private static func fields(_ run: RunConfiguration) -> [Field] {
    (run.tags.isEmpty ? [] : [Field("Tags", run.tags.joined(separator: ", "))])
      + (run.parameters.map { [Field("Parameters", text($0))] } ?? [])
      + run.steps.sorted { $0.key < $1.key }.map { Field("Step \($0.key)", text($0.value)) }
  }

  private static func words(_ snapshot: SnapshotTrigger) -> String {
    switch snapshot.snapshot {
    case .named(let name): name
    case .newest(let tag): "the newest runnable one of \(snapshot.pipeline ?? "its pipeline")" + (tag.map { " with tag \($0)" } ?? "")
    }
  }

  /// As a shell would need it.
  private static func quoted(_ argument: String) -> String {
    let isPlain = !argument.isEmpty && argument.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,+@%{}".contains($0) }
    return isPlain ? argument : "'\(argument.replacing("'", with: "'\\''"))'"
  }

  /// A user's part and the values of a query may be credentials.
  private static func masked(_ url: String) -> String {
    var text = url
    if let scheme = text.firstRange(of: "://"), let at = text[scheme.upperBound...].prefix(while: { $0 != "/" }).lastIndex(of: "@") {
      text.replaceSubrange(scheme.upperBound..<at, with: SecretMembers.mark)
    }
    guard let question = text.firstIndex(of: "?") else { return text }
    let names = text[text.index(after: question)...].split(separator: "&").map { "\($0.prefix { $0 != "=" })=\(SecretMembers.mark)" }
    return "\(text[..<question])?\(names.joined(separator: "&"))"
  }

  private static func text(_ value: JSONValue) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    guard let data = try? encoder.encode(SecretMembers().hidden(in: value)) else { return "" }
    return String(decoding: data, as: UTF8.self)
  }
}
