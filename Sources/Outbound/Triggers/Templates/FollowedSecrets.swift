import Scheduling

/// The secrets of a fire that is followed: whoever tells of its run may quote what it was given.
struct FollowedSecrets {
  private let fire: Fire
  private let sources: TemplateSources
  /// Nil while they cannot be read.
  private var mask: SecretMask?

  /// Reads them at once: later they may be others than those that were sent.
  init(of fire: Fire, from sources: TemplateSources) async {
    (self.fire, self.sources) = (fire, sources)
    mask = try? await Self.secrets(of: fire, from: sources)
  }

  /// Of a request also the credentials that are written out in it, and the URL that is called back.
  private static func secrets(of fire: Fire, from sources: TemplateSources) async throws(RenderingError) -> SecretMask {
    if case .http = fire.trigger.action { return try await HTTPRendering(ofSent: fire, from: sources).secrets }
    return try await TemplateRenderer(fire: fire, sources: sources).withSecrets().rendering().secrets
  }

  /// Where they could not be read so far, they are asked for once more for each sentence. One that may quote them is not told while
  /// they cannot be read.
  mutating func hidden(in observation: RunObservation) async -> RunObservation {
    guard let reason = observation.reason else { return observation.hiding(mask ?? SecretMask()) }
    do throws(RenderingError) {
      return observation.hiding(try await known())
    } catch {
      var copy = observation
      copy.reason = reason.withheld(because: error)
      return copy
    }
  }

  /// The same for what came of asking for the end of its work.
  mutating func hidden(in result: StopResult) async -> StopResult {
    do throws(RenderingError) {
      return result.hiding(try await known())
    } catch {
      return result.withheld(because: error)
    }
  }

  /// A status in another's words, as it may be told; nil while the secrets that it may quote cannot be read.
  mutating func shown(status: String) async -> String? { try? await known().shown(status: status) }

  private mutating func known() async throws(RenderingError) -> SecretMask {
    if let mask { return mask }
    let secrets = try await Self.secrets(of: fire, from: sources)
    mask = secrets
    return secrets
  }
}

extension AsyncStream<RunObservation> {
  func hidingSecrets(of fire: Fire, from sources: TemplateSources) -> AsyncStream<RunObservation> {
    let (stream, continuation) = AsyncStream<RunObservation>.makeStream(of: RunObservation.self)
    let task = Task {
      var secrets = await FollowedSecrets(of: fire, from: sources)
      for await observation in self { continuation.yield(await secrets.hidden(in: observation)) }
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }
}

extension StopResult {
  func hidingSecrets(of fire: Fire, from sources: TemplateSources) async -> StopResult {
    if case .asked = self { return self }
    var secrets = await FollowedSecrets(of: fire, from: sources)
    return await secrets.hidden(in: self)
  }

  fileprivate func withheld(because error: RenderingError) -> StopResult {
    switch self {
    case .asked: self
    case .impossible(let reason): .impossible(reason.withheld(because: error))
    case .unavailable(let reason): .unavailable(reason.withheld(because: error))
    }
  }
}

extension Reason {
  /// Codes of sentences that quote nobody, but for a run's words at their end.
  private static let ownCodes: Set<String> = [
    "cancelled", "exit_code", "left_behind", "no_run_id", "run_retried", "run_vanished", "signal", "stuck_initializing", "supervisor_gone",
    "terminated", "timeout",
  ]
  /// What comes before these, where a command's own reason goes first.
  static let beforeRunsWords = "; its run says: "

  /// The same code, without another's words.
  fileprivate func withheld(because error: RenderingError) -> Reason {
    let statement = "what was said about it is not shown, because the secrets of its trigger cannot be read now: \(error.sentence)"
    guard Self.ownCodes.contains(code) else { return Reason(code, statement) }
    guard let words = sentence.firstRange(of: Self.beforeRunsWords) else { return self }
    return Reason(code, "\(sentence[..<words.lowerBound]); \(statement)")
  }
}
