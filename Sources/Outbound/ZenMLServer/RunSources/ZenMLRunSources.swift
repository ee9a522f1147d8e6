import Scheduling
import ZenML

/// Finds what runs are started from, and starts them.
///
/// A herd of fires finds its source with one question. What was found is kept for a short time in memory; `insteadOf:` asks
/// again, after a 404.
package struct ZenMLRunSources: Sendable {
  package let client: ZenMLClient
  private let found: SharedAnswers<RunSourceChoice, RunSource>
  private let versions: SharedAnswers<String, ServerVersion>

  package init(client: ZenMLClient) {
    self.client = client
    found = SharedAnswers(now: client.now)
    versions = SharedAnswers(now: client.now)
  }

  /// The source that a trigger means, and what its runs can be told.
  ///
  /// - Parameter stale: one that the server says is not there any more.
  /// - Throws: `notFound` when there is none, `conflict` when a name has several meanings, `refused` when the server is of
  ///   another age than this kind, `unavailable` when it cannot be asked. Nothing was started then.
  package func resolve(_ choice: RunSourceChoice, insteadOf stale: RunSource? = nil) async throws(ZenMLError) -> RunSource {
    try await found.answer(to: choice, insteadOf: stale) { [self] () async throws(ZenMLError) in
      switch choice {
      case .snapshot(let snapshot, let pipeline): try await client.snapshotSource(snapshot, pipeline)
      case .runTemplate(let template): try await client.templateSource(template)
      case .build(let id, let pipeline, let version): try await build(id, pipeline, version: version)
      }
    }
  }

  /// Starts a run. One request, which the caller may repeat as it is: same name, same key.
  package func start(_ request: RunRequest, from source: RunSource) async throws(ZenMLError) -> ZenMLRun {
    let configuration = request.configuration(takesTags: source.parameters.takesTags)
    let (key, trace) = (request.key, request.traceparent)
    return switch source.kind {
    case .snapshot: try await client.snapshots.run(source.id, configuration, idempotencyKey: key, traceparent: trace)
    case .build: try await client.builds.run(source.id, configuration, idempotencyKey: key, traceparent: trace)
    case .runTemplate: try await client.runTemplates.run(source.id, configuration, idempotencyKey: key, traceparent: trace)
    }
  }

  private func build(_ id: String?, _ pipeline: PipelineChoice?, version: String?) async throws(ZenMLError) -> RunSource {
    let server = try await versions.answer(to: client.configuration.serverURL) { [client] () async throws(ZenMLError) in
      ServerVersion(try await client.info().version)
    }
    guard server.runsBuilds else {
      throw client.unresolved(.refused, "ZenML \(server) starts no runs from builds; use kind: snapshot there")
    }
    return try await client.buildSource(id, pipeline, version: version)
  }
}
