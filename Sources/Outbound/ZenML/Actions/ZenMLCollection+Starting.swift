import Values

/// Runs that the server itself starts. It needs a workload manager; without one it does not know the path (404 or 405).
///
/// What all three have in common (observed on 0.98.0, and 0.58.2 for builds):
/// - 409: a run of this name exists in the project, perhaps of an earlier try: look it up with
///   ``ZenMLCollection/get(named:among:hydrate:)``.
/// - 429: as many runs are being started as the server allows; it forgets this one, so the same name can be sent again later.
/// - 400: the stack has local components or custom flavors, there is no build, or a parameter is unknown.
extension ZenMLCollection where Record == ZenMLSnapshot {
  /// Starts a run of a snapshot (0.98 and its neighbours).
  ///
  /// - Parameter idempotencyKey: the server answers a repeated request of one key with the first answer, for 300 s.
  /// - Parameter traceparent: sent as the header of that name (W3C Trace Context).
  public func run(
    _ snapshot: Identifier, _ configuration: ZenMLRunConfiguration, idempotencyKey: Identifier = .random(), traceparent: String? = nil
  ) async throws(ZenMLError) -> ZenMLRun {
    let body: JSONValue = ["run_configuration": .object(configuration.members)]
    return try await client.runs.started(by: "\(path)/\(snapshot)/runs", body, idempotencyKey: idempotencyKey, traceparent: traceparent)
  }

  /// A snapshot with ``ZenMLSnapshot/configurationSchema`` and ``ZenMLSnapshot/configurationTemplate``.
  public func get(_ id: Identifier, withConfigurationSchema: Bool) async throws(ZenMLError) -> ZenMLSnapshot {
    try await get(id, query: withConfigurationSchema ? [("include_config_schema", "true")] : [])
  }

  /// The newest snapshot of a pipeline that the server can run; nil when there is none.
  /// - Parameters:
  ///   - tag: only snapshots that bear it.
  ///   - onlyNamed: leaves out the anonymous copies that runs leave behind.
  public func newestRunnable(
    ofPipeline pipeline: Identifier, tag: String? = nil, onlyNamed: Bool = true
  ) async throws(ZenMLError) -> ZenMLSnapshot? {
    var filter: ZenMLFilter<ZenMLSnapshot> = [.pipelineID.equals(pipeline), .isRunnable.equals(true)]
    if onlyNamed { filter.terms.append(.isNamed.equals(true)) }
    if let tag { filter.terms.append(.tags.equals(tag)) }
    for try await snapshot in list(sort: .descending(.created), filter: filter, size: 10, hydrate: true) {
      if tag.map(snapshot.tags.contains) ?? true { return snapshot }
    }
    return nil
  }
}

extension ZenMLCollection where Record == ZenMLBuild {
  /// Starts a run of a build: servers up to 0.58 only, which ignore the key. Later ones answer 405.
  public func run(
    _ build: Identifier, _ configuration: ZenMLRunConfiguration, idempotencyKey: Identifier = .random(), traceparent: String? = nil
  ) async throws(ZenMLError) -> ZenMLRun {
    try await client.runs.started(
      by: "\(path)/\(build)/runs", .object(configuration.members), idempotencyKey: idempotencyKey, traceparent: traceparent)
  }

  /// The newest build of a pipeline, hydrated; nil when there is none.
  public func newest(ofPipeline pipeline: Identifier) async throws(ZenMLError) -> ZenMLBuild? {
    try await page(1, size: 1, sort: .descending(.created), filter: [.pipelineID.equals(pipeline)], hydrate: true).first
  }
}

extension ZenMLCollection where Record == ZenMLRunTemplate {
  /// Starts a run of a template.
  ///
  /// - Parameter idempotencyKey: the server answers a repeated request of one key with the first answer, for 300 s.
  /// - Parameter traceparent: sent as the header of that name (W3C Trace Context).
  public func run(
    _ template: Identifier, _ configuration: ZenMLRunConfiguration, idempotencyKey: Identifier = .random(), traceparent: String? = nil
  ) async throws(ZenMLError) -> ZenMLRun {
    try await client.runs.started(
      by: "\(path)/\(template)/runs", .object(configuration.members), idempotencyKey: idempotencyKey, traceparent: traceparent)
  }
}

extension ZenMLCollection where Record == ZenMLPipeline {
  /// The pipeline of this name and version: for servers up to 0.58, where a name has a version for each change. Later servers
  /// have no versions.
  /// - Parameter version: nil means the newest.
  public func get(named name: String, version: String?) async throws(ZenMLError) -> ZenMLPipeline? {
    var filter: ZenMLFilter<ZenMLPipeline> = [.name.equals(name)]
    if let version { filter.terms.append(.version.equals(version)) }
    return try await page(1, size: 1, sort: .descending(.created), filter: filter, hydrate: true).first
  }
}

extension ZenMLCollection where Record == ZenMLRun {
  /// The run that a POST to `path` starts.
  package func started(
    by path: String, _ body: JSONValue, idempotencyKey: Identifier, traceparent: String? = nil
  ) async throws(ZenMLError) -> ZenMLRun {
    try await client.record(.post(path, json: body, idempotencyKey: idempotencyKey, traceparent: traceparent))
  }
}
