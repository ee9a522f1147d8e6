import CivilTime
import Scheduling

/// What a target did for a request: the truth, which the daemon may or may not learn.
struct SimulatedRun {
  let fire: Identifier
  let attempt: Int
  let nature: TargetNature
  let runID: String
  /// When it ends; moved forward when it is stopped.
  var endsAt: Instant
  var outcome: Outcome
  var exitCode: Int
  /// Counts the plans for its end: those before the last are void.
  var version = 0
  var hasEnded = false
  /// It is gone from its target, or its machine died under it.
  var hasVanished = false
  let ignoresStop: Bool
  /// How it stands cannot be learned before this time.
  var hiddenUntil = Instant.distantPast

  var observation: RunObservation {
    if hasVanished { return RunObservation(runID: runID, status: "gone", outcome: .lost, reason: Reason("run_vanished", "its run is gone")) }
    guard hasEnded else { return RunObservation(runID: runID, status: "running") }
    let isCommand = if case .command = nature { true } else { false }
    return RunObservation(
      runID: runID, status: outcome == .succeeded ? "completed" : "failed", outcome: outcome,
      reason: outcome == .succeeded ? nil : Reason("run_failed", "its run failed"), finishedAt: endsAt, exitCode: isCommand ? exitCode : nil)
  }
}

/// What becomes of one request on its way.
enum RequestFate: Equatable {
  case arrives
  /// Nobody listens: certainly nothing was started.
  case connectionRefused
  /// Lost on the way there; the client waits in vain.
  case requestLost
  /// Carried out, and the answer is lost.
  case replyLost
  /// Arrives when the client has given up on it.
  case arrivesLate
  /// 429 and 503.
  case declined(retryAfter: Duration?)
  /// 400: never.
  case refused
}

/// All runs of a world.
struct SimulatedTargets {
  private(set) var runs: [SimulatedRun] = []
  private var byName: [String: Int] = [:]
  private var byKey: [Identifier: Int] = [:]
  private(set) var byFire: [Identifier: [Int]] = [:]
  /// Targets that are away, and how they say so.
  var outages: [TargetName: (until: Instant, fate: RequestFate)] = [:]

  /// The run that a target knows this attempt by.
  func run(of fire: Fire) -> Int? {
    switch TargetNature(fire.trigger) {
    case .deployment: byName[fire.runName]
    case .http(_, knowsKeys: true), .command: byKey[fire.idempotencyKey]
    case .http(_, knowsKeys: false): nil
    }
  }

  mutating func add(_ run: SimulatedRun, for fire: Fire) -> Int {
    runs.append(run)
    let index = runs.count - 1
    byName[fire.runName] = index
    byKey[fire.idempotencyKey] = index
    byFire[fire.id, default: []].append(index)
    return index
  }

  mutating func change(_ index: Int, _ body: (inout SimulatedRun) -> Void) { body(&runs[index]) }

  /// The machine died: what ran on it left a mark and no exit record.
  mutating func machineDied() {
    for index in runs.indices where !runs[index].hasEnded && !runs[index].hasVanished {
      if case .command = runs[index].nature { runs[index].hasVanished = true }
    }
  }
}
