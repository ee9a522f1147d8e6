import CivilTime
import HTTP
import Values

extension ZenMLCollection where Record == ZenMLRun {
  /// How a run stands: the shortest answer that there is about it.
  public func status(of run: Identifier) async throws(ZenMLError) -> ZenMLRunStatus {
    try await client.status(.get("\(path)/\(run)/status"))
  }

  /// Asks for a run's end; telling it twice does no harm.
  ///
  /// Observed on 0.98.0: 403 for a run that has ended, is ending, or has not reached its orchestrator; 501 from an
  /// orchestrator that knows no stopping, although the run is then `stopping` all the same. So after an error, read it again.
  /// - Parameter gracefully: lets the step under way end, where the orchestrator can.
  public func stop(_ run: Identifier, gracefully: Bool = false) async throws(ZenMLError) {
    _ = try await client.send(.post("\(path)/\(run)/stop", gracefully ? [("graceful", "true")] : []))
  }

  /// Asks the orchestrator how the run stands, and the server to note it. 501 from orchestrators that cannot tell.
  public func refresh(_ run: Identifier) async throws(ZenMLError) {
    _ = try await client.send(.post("\(path)/\(run)/refresh"))
  }

  /// The log of a run, oldest line first.
  ///
  /// - Parameter source: `runner` for what the server saw of the start, `orchestrator` for dynamic pipelines; a run's own are in
  ///   ``ZenMLRun/logSources``.
  /// - Throws: ``ZenMLError/Kind/notFound`` for a source that the run does not have.
  public func logs(of run: Identifier, source: String) async throws(ZenMLError) -> [ZenMLLogLine] {
    try await client.logLines(.get("\(path)/\(run)/logs", [("source", source)]))
  }

  /// The steps of a run, hydrated: a failed one carries the reason.
  public func steps(of run: Identifier) -> ZenMLList<ZenMLStep> {
    client.steps.list(filter: [.runID.equals(run)], hydrate: true)
  }

  /// The settings that a run was made with.
  public func pipelineConfiguration(of run: Identifier) async throws(ZenMLError) -> JSONValue {
    try await client.json(.get("\(path)/\(run)/pipeline-configuration"))
  }
}

extension ZenMLCollection where Record == ZenMLStep {
  /// How a step stands.
  public func status(of step: Identifier) async throws(ZenMLError) -> ZenMLRunStatus {
    try await client.status(.get("\(path)/\(step)/status"))
  }

  /// The log of a step, oldest line first.
  public func logs(of step: Identifier, source: String = "step") async throws(ZenMLError) -> [ZenMLLogLine] {
    try await client.logLines(.get("\(path)/\(step)/logs", [("source", source)]))
  }

  /// The settings that a step was made with.
  public func configuration(of step: Identifier) async throws(ZenMLError) -> JSONValue {
    try await client.json(.get("\(path)/\(step)/step-configuration"))
  }
}

extension ZenMLClient {
  fileprivate func status(_ call: ZenMLCall) async throws(ZenMLError) -> ZenMLRunStatus {
    try await read(call) { (json) throws(ZenMLFieldError) in
      guard let word = json.stringValue else { throw ZenMLFieldError("expected a text, found \(json.kindInWords)") }
      return ZenMLRunStatus(rawValue: word)
    }
  }

  fileprivate func logLines(_ call: ZenMLCall) async throws(ZenMLError) -> [ZenMLLogLine] {
    try await read(call) { (json) throws(ZenMLFieldError) in
      guard let lines = json.arrayValue else { throw ZenMLFieldError("expected a list, found \(json.kindInWords)") }
      return lines.map { ZenMLLogLine(ZenMLFields($0)) }
    }
  }
}

/// One entry of a log.
public struct ZenMLLogLine: Sendable, Equatable {
  /// The words; may hold line ends.
  public let message: String
  /// 10 debug, 20 information, 30 warning, 40 error, 50 critical; nil where it is not known.
  public let level: Int?
  /// When it was written.
  public let at: Instant?

  init(_ fields: ZenMLFields) {
    message = fields.text("message") ?? ""
    level = fields.number("level")
    at = fields.instant("timestamp")
  }
}
