import CivilTime
import Scheduling
import Seams
import ZenML
import ZenMLServer

extension ServerRuns {
  /// A run whose runner was killed at the wrong moment stays `initializing` for ever; starting one takes seconds, with
  /// images to pull perhaps minutes.
  static let initializingLimit: Duration = .seconds(1800)
  /// Servers end no run that has not reached its orchestrator, so this may be asked for in vain, each so often …
  static let stopInterval: Duration = .seconds(300)
  /// … until a run of this age is given up on: nothing blocks for ever.
  static let initializingLimitOfUnstoppable: Duration = .seconds(3600)

  /// The run's changes, until it has ended or cannot be expected to begin.
  func observations(of id: Identifier) -> AsyncStream<RunObservation> {
    let (stream, continuation) = AsyncStream.makeStream(of: RunObservation.self)
    let task = Task {
      await follow(id, telling: continuation)
      continuation.finish()
    }
    continuation.onTermination = { _ in task.cancel() }
    return stream
  }

  private func follow(_ id: Identifier, telling continuation: AsyncStream<RunObservation>.Continuation) async {
    var ending: Task<Bool, Never>?
    var wasToldToEnd = false
    defer { ending?.cancel() }
    for await sighting in await poller.follow(id) {
      ending?.cancel()
      if await ending?.value == true { wasToldToEnd = true }
      ending = nil
      switch sighting {
      case .seen(let run, let failure):
        var observation = RunObservation(run, failure: failure)
        // Nobody has cancelled what ends because it did not begin.
        if wasToldToEnd, observation.outcome == .cancelled {
          (observation.outcome, observation.reason) = (.failed, Self.stuck(run.id, "and was told to end"))
        }
        continuation.yield(observation)
        if run.status.isInitializing { ending = endIfStuck(run, telling: continuation) }
      case .unreachable(let problem):
        let reason = Reason("run_unreachable", "the state of run \(id) cannot be learned: \(problem)")
        continuation.yield(.unreachable(runID: id.description, reason))
      case .vanished:
        continuation.yield(
          RunObservation(status: "deleted", outcome: .lost, reason: Reason("run_vanished", "the server no longer has run \(id)")))
      }
    }
  }

  /// A run that may begin at any time would work beside the next attempt: the server is to end it before the fire fails.
  /// - Returns: whether the server may have heard of that.
  private func endIfStuck(_ run: ZenMLRun, telling continuation: AsyncStream<RunObservation>.Continuation) -> Task<Bool, Never> {
    let created = run.createdAt.map { min($0, clock.now()) } ?? clock.now()
    return Task {
      await wait(until: created.advanced(by: Self.initializingLimit))
      while !Task.isCancelled, await isStillInitializing(run.id) {
        let answer = await stop(run.id, force: true)
        if let reason = reasonToSettle(run.id, created, after: answer) {
          continuation.yield(RunObservation(status: run.status.rawValue, outcome: .failed, reason: reason))
          continuation.finish()
          return true
        }
        // Cut short: the poller saw the run move on while the server was asked.
        if Task.isCancelled { return true }
        await wait(until: clock.now().advanced(by: Self.stopInterval))
      }
      return false
    }
  }

  private func wait(until instant: Instant) async {
    while clock.now() < instant, !Task.isCancelled { await Doorbell().wait(until: instant, by: clock) }
  }

  /// The poller's last look may be some seconds old: what has begun since is not stopped.
  private func isStillInitializing(_ id: Identifier) async -> Bool { (try? await client.run(id))?.status.isInitializing ?? true }

  /// Nil while the run is followed further.
  private func reasonToSettle(_ id: Identifier, _ created: Instant, after answer: StopResult) -> Reason? {
    switch answer {
    case .asked: return Self.stuck(id, "and was told to end")
    // It is gone, or has begun: the poller tells.
    case .impossible: return nil
    case .unavailable(let refusal):
      guard !Task.isCancelled, clock.now() >= created.advanced(by: Self.initializingLimitOfUnstoppable) else { return nil }
      return Self.stuck(id, "cannot be told to end, and may still begin: \(refusal.sentence)")
    }
  }

  private static func stuck(_ id: Identifier, _ rest: String) -> Reason {
    Reason(
      "stuck_initializing", "run \(id) has not left 'initializing' within \(initializingLimit.components.seconds / 60) minutes, \(rest)")
  }
}

extension RunObservation {
  /// - Parameter failure: what the failed step said, where the run itself says nothing.
  init(_ run: ZenMLRun, failure: String?) {
    let why = (failure ?? run.exceptionMessage ?? run.statusReason)?.atLength(hiding: [])
    let (outcome, reason): (Outcome?, Reason?) =
      switch run.status.phase {
      case .underWay: (nil, nil)
      case .succeeded: (.succeeded, nil)
      case .failed: (.failed, Reason("run_failed", why ?? "the run failed; the server says no more"))
      case .cancelled: (.cancelled, Reason("run_\(run.status)", why ?? "the run was \(run.status) on the server"))
      case .retried: (.lost, Reason("run_retried", "the run was replaced by another one that is not on the server"))
      }
    self.init(
      runID: run.id.description, status: run.status.rawValue, outcome: outcome, reason: reason,
      finishedAt: outcome == nil ? nil : run.endTime)
  }
}
