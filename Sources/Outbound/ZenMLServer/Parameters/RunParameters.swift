import Scheduling

/// What the runs of a pipeline can be told, as the server describes it.
package struct RunParameters: Sendable, Equatable {
  /// A step's parameters; nil where the server does not say which there are.
  var steps: [String: ParameterSchema?]
  /// The pipeline's own; nil for a static pipeline, whose runs take none from outside.
  var pipeline: ParameterSchema?
  /// Steps of a dynamic pipeline are known once it runs.
  var isDynamic: Bool
  /// Whether runs can have tags.
  var takesTags = true

  /// Everything is welcome: for servers that say nothing.
  static let unknown = RunParameters(steps: [:], pipeline: nil, isDynamic: true, takesTags: false)

  /// Why the server would refuse the configuration, fail its run, or, which is worse, run without what it says: a step that
  /// does not exist is passed over in silence (observed on 0.98.0 and 0.58.2).
  /// - Parameter source: `snapshot 'nightly'`.
  package func problems(of configuration: RunConfiguration, for source: String) -> [String] {
    stepProblems(of: configuration, source) + pipelineProblems(of: configuration, source) + tagProblems(of: configuration, source)
  }

  private func stepProblems(of configuration: RunConfiguration, _ source: String) -> [String] {
    guard !isDynamic else { return [] }
    return configuration.steps.sorted { $0.key < $1.key }.flatMap { step, values -> [String] in
      guard let schema = steps[step] else {
        let known = steps.keys.sorted().joined(separator: ", ")
        return ["\(source) has no step '\(step)'; \(known.isEmpty ? "it has none" : "it has \(known)")"]
      }
      guard let schema, case .object(let values) = values else { return [] }
      return schema.problems(of: values, for: "step '\(step)'", whole: false)
    }
  }

  private func pipelineProblems(of configuration: RunConfiguration, _ source: String) -> [String] {
    guard case .object(let values)? = configuration.parameters, !values.isEmpty else { return [] }
    guard isDynamic else {
      return [
        "\(source) is of a static pipeline, which takes parameters by step only (steps: \(steps.keys.sorted().joined(separator: ", ")))"
      ]
    }
    return pipeline?.problems(of: values, for: "the pipeline of \(source)", whole: false) ?? []
  }

  private func tagProblems(of configuration: RunConfiguration, _ source: String) -> [String] {
    takesTags || configuration.tags.isEmpty ? [] : ["the runs of \(source) take no tags: this server is too old for them"]
  }
}

extension RunParameters {
  /// - Parameter specification: `metadata.pipeline_spec` of a snapshot or a run template (0.98).
  /// - Parameter isDynamic: nil where the record does not say: then a pipeline without known steps counts as dynamic.
  package init(_ specification: JSONValue, isDynamic: Bool?) {
    let listed = specification["steps"]?.arrayValue ?? []
    let named = listed.compactMap { step in
      (step["invocation_id"] ?? step["pipeline_parameter_name"])?.stringValue.map { ($0, step["parameter_spec"].flatMap(Self.schema)) }
    }
    self.init(
      steps: Dictionary(named) { first, _ in first }, pipeline: specification["input_schema"].flatMap(Self.schema),
      isDynamic: isDynamic ?? listed.isEmpty)
  }

  private static func schema(_ value: JSONValue) -> ParameterSchema? {
    if case .object(let members) = value, !members.isEmpty { ParameterSchema(value) } else { nil }
  }
}
