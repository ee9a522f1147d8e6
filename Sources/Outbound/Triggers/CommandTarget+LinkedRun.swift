import Scheduling
import Seams
import ZenML
import ZenMLServer

extension CommandTarget {
  /// What the server is asked when the command has ended holds its outcome up for no longer: as long as one request may take.
  /// A server that is away is known as such within the time for a connection, 5 s.
  fileprivate static let lastLookLimit = HTTPTimeouts.standard.total

  package func observations(of fire: Fire) -> AsyncStream<RunObservation> {
    let (stream, continuation) = AsyncStream.makeStream(of: RunObservation.self)
    let task = Task {
      await follow(fire) { continuation.yield($0) }
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream.hidingSecrets(of: fire, from: templates)
  }

  /// Tells what becomes of the command and of its run, until the fire has its outcome or the task is cancelled.
  private func follow(_ fire: Fire, telling report: (RunObservation) -> Void) async {
    let (events, continuation) = AsyncStream.makeStream(of: CommandProgress.Event.self)
    var progress = CommandProgress(runID: fire.runID)
    var tasks = [watchEnd(of: fire, continuation), findRun(of: fire, continuation)]
    defer { for task in tasks { task.cancel() } }
    var hasLooked = false
    for await event in events {
      if case .ended = event, !progress.knowsOfRun, !hasLooked {
        hasLooked = true
        if let found = await lastLook(for: fire) {
          continuation.yield(found)
          if case .run(let run) = found, let id = run.runID.flatMap(Identifier.init) {
            tasks.append(Task { await tell(of: id, continuation) })
          }
        }
        // Behind what was learned of the run meanwhile.
        continuation.yield(event)
        continue
      }
      guard progress.note(event) else { continue }
      var observation = progress.observation
      if let run = progress.abandonedRun.flatMap(Identifier.init), let why = await endRun(run) {
        observation.reason?.sentence += "; its run \(run) was not told to end: \(why)"
      }
      report(observation)
      if observation.outcome != nil { return }
    }
  }

  private typealias Events = AsyncStream<CommandProgress.Event>.Continuation

  private func watchEnd(of fire: Fire, _ events: Events) -> Task<Void, Never> {
    Task {
      if let end = await end(of: fire, telling: { events.yield($0) }) { events.yield(.ended(end)) } else { events.finish() }
    }
  }

  private func findRun(of fire: Fire, _ events: Events) -> Task<Void, Never> {
    Task {
      if let known = fire.runID.flatMap(Identifier.init) { return await tell(of: known, events) }
      guard let run = await serverRuns?.poller.run(named: fire.runName), ServerRuns.age(of: run, for: fire) == nil else { return }
      await tell(of: run.id, events)
    }
  }

  private func tell(of run: Identifier, _ events: Events) async {
    guard let serverRuns else { return }
    for await observation in serverRuns.observations(of: run) { events.yield(.run(observation)) }
  }

  /// A run that a command has left behind, and that was not seen while it ran; nil when there is none.
  private func lastLook(for fire: Fire) async -> CommandProgress.Event? {
    guard let serverRuns else { return nil }
    guard let found = await serverRuns.withinLimit({ await serverRuns.look(for: fire) }) else {
      return .runUnknown(Self.noAnswer)
    }
    return found
  }

  /// So that it does not go on beside the next fire or attempt. By force: the command is gone, and nobody waits for its steps.
  /// - Returns: why the server could not be told; nil when it was.
  private func endRun(_ run: Identifier) async -> String? {
    guard let serverRuns else { return "the configuration names no ZenML server" }
    guard let answer = await serverRuns.withinLimit({ await serverRuns.stop(run, force: true) }) else { return Self.noAnswer }
    switch answer {
    case .asked: return nil
    case .impossible(let reason), .unavailable(let reason): return reason.sentence
    }
  }

  private static let noAnswer = "it did not answer within \(lastLookLimit.components.seconds) s"

  /// What goes on beside the command, or after it has ended, is its run on the server.
  func stopRun(of fire: Fire, force: Bool) async -> StopResult {
    guard let serverRuns, let id = fire.runID.flatMap(Identifier.init) else { return .asked }
    return await serverRuns.stop(id, force: force)
  }
}

extension ServerRuns {
  /// The fire's run as it is now, or why the server does not say; nil when there is none.
  fileprivate func look(for fire: Fire) async -> CommandProgress.Event? {
    do throws(ZenMLError) {
      guard let run = try await client.run(named: fire.runName), Self.age(of: run, for: fire) == nil else { return nil }
      return .run(RunObservation(run, failure: try? await client.reason(of: run)))
    } catch {
      return .runUnknown(error.description)
    }
  }

  /// What `ask` brings; nil when that takes too long for a command that has ended.
  fileprivate func withinLimit<Answer: Sendable>(_ ask: @escaping @Sendable () async -> Answer) async -> Answer? {
    let (answers, continuation) = AsyncStream.makeStream(of: Answer?.self)
    let question = Task<Void, any Error> { continuation.yield(await ask()) }
    let limit = Task {
      try await poller.pause(CommandTarget.lastLookLimit)
      continuation.yield(nil)
    }
    // Not waited for: a login that others wait for too goes on.
    defer { for task in [question, limit] { task.cancel() } }
    return await answers.first { _ in true } ?? nil
  }
}
