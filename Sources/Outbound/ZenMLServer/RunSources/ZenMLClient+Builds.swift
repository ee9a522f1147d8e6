import Scheduling
import ZenML

/// Builds, on servers up to 0.58. Those know workspaces instead of projects, and versions of pipelines.
extension ZenMLClient {
  /// - Parameters:
  ///   - id: nil means the newest build of the pipeline.
  ///   - version: of the pipeline; nil means its newest.
  func buildSource(_ id: String?, _ pipeline: PipelineChoice?, version: String?) async throws(ZenMLError) -> RunSource {
    let build = try await build(id, pipeline, version: version)
    // Nil also where it is not told: the server has the last word.
    guard build.json["metadata"]?["template_deployment_id"] != .null else {
      throw unresolved(.refused, "build \(build.id) has no template deployment, so that the server cannot run it")
    }
    return RunSource(kind: .build, id: build.id, name: nil, parameters: try await buildParameters(build))
  }

  private func build(_ id: String?, _ pipeline: PipelineChoice?, version: String?) async throws(ZenMLError) -> ZenMLBuild {
    if let id {
      guard let build = Identifier(id) else { throw unresolved(.notFound, "a build has an id and no name; '\(id)' is none") }
      return try await builds.get(build)
    }
    let pipeline = try await pipelineID(pipeline, version: version)
    guard let newest = try await builds.newest(ofPipeline: pipeline) else {
      throw unresolved(.notFound, "pipeline \(pipeline) has no build")
    }
    return newest
  }

  private func pipelineID(_ pipeline: PipelineChoice?, version: String?) async throws(ZenMLError) -> Identifier {
    switch pipeline {
    case nil: throw unresolved(.notFound, "the schedule has no pipeline, so the trigger must name a pipeline or a build")
    case .id(let id): return id
    case .named(let name):
      if let found = try await pipelines.get(named: name, version: version) { return found.id }
      throw unresolved(.notFound, "there is no pipeline '\(name)'\(version.map { " of version \($0)" } ?? "")")
    }
  }

  /// The steps stand in the pipeline's specification; what parameters they take is not told.
  private func buildParameters(_ build: ZenMLBuild) async throws(ZenMLError) -> RunParameters {
    guard let id = build.pipeline?.id else { return .unknown }
    var parameters = RunParameters(try await pipelines.get(id).json["metadata"]?["spec"] ?? .null, isDynamic: nil)
    parameters.takesTags = false
    return parameters
  }
}
