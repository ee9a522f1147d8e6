import CivilTime
import Scheduling
import Seams
import ZenML
import ZenMLServer

extension ServerRuns {
  /// A run whose runner was killed at the wrong moment stays `initializing` for ever; starting one takes seconds, with
  /// images to pull perhaps minutes.
  static let initializingLimit: Duration = .seconds(1800)

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
    var deadline: Task<Void, Never>?
    defer { deadline?.cancel() }
    for await sighting in await poller.follow(id) {
      deadline?.cancel()
      switch sighting {
      case .seen(let run, let failure):
        continuation.yield(RunObservation(run, failure: failure))
        if run.status.isInitializing { deadline = settleIfStuck(run, telling: continuation) }
      case .unreachable(let problem):
        let reason = Reason("run_unreachable", "the state of run \(id) cannot be learned: \(problem)")
        continuation.yield(.unreachable(runID: id.description, reason))
      case .vanished:
        continuation.yield(
          RunObservation(status: "deleted", outcome: .lost, reason: Reason("run_vanished", "the server no longer has run \(id)")))
      }
    }
  }

  private func settleIfStuck(_ run: ZenMLRun, telling continuation: AsyncStream<RunObservation>.Continuation) -> Task<Void, Never> {
    let created = run.createdAt.map { min($0, clock.now()) } ?? clock.now()
    let limit = created.advanced(by: Self.initializingLimit)
    return Task {
      while clock.now() < limit, !Task.isCancelled { await Doorbell().wait(until: limit, by: clock) }
      guard !Task.isCancelled else { return }
      let reason = Reason(
        "stuck_initializing", "run \(run.id) has not left 'initializing' within \(Self.initializingLimit.components.seconds / 60) minutes")
      continuation.yield(RunObservation(status: run.status.rawValue, outcome: .failed, reason: reason))
      continuation.finish()
    }
  }
}

extension RunObservation {
  /// - Parameter failure: what the failed step said, where the run itself says nothing.
  init(_ run: ZenMLRun, failure: String?) {
    let why = failure ?? run.exceptionMessage ?? run.statusReason
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
