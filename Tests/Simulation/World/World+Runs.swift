import CivilTime
import Scheduling

/// Runs on their way to their end, and those who follow them.
extension World {
  func runEnds(_ index: Int, version: Int) {
    guard targets.runs[index].version == version, !targets.runs[index].hasEnded else { return }
    targets.change(index) { run in
      if hasFaults, chance.chance(faults.badRuns / 4) { run.hasVanished = true } else { run.hasEnded = true }
    }
    let run = targets.runs[index]
    transcript.note(.runEnded(run.fire, run.runID, run.hasVanished ? .lost : run.outcome), at: trueTime, now)
    guard let daemon, let followed = daemon.followed[run.fire], followed.fire.attempt == run.attempt else { return }
    agenda.add(.look(life: daemon.life, fire: run.fire, generation: followed.generation), at: later(.milliseconds(100), .seconds(5)))
  }

  func follow(_ fire: Fire, life: Int) {
    guard let daemon else { return }
    daemon.followGeneration += 1
    daemon.followed[fire.id] = (fire, daemon.followGeneration)
    agenda.add(.look(life: life, fire: fire.id, generation: daemon.followGeneration), at: later(.milliseconds(10), .seconds(10)))
  }

  /// One poll of a run that is followed. While it goes on nothing more happens until it ends, or can be seen again.
  func look(at fire: Identifier, generation: Int) {
    guard let followed = daemon?.followed[fire], followed.generation == generation, let life = daemon?.life else { return }
    guard let index = run(of: followed.fire) else {
      daemon?.followed[fire] = nil
      return handle(
        .runChanged(fire: fire, RunObservation(status: "gone", outcome: .lost, reason: Reason("run_vanished", "there is no such run"))))
    }
    let run = targets.runs[index]
    guard !hasFaults || run.hiddenUntil <= trueTime else {
      agenda.add(.look(life: life, fire: fire, generation: generation), at: min(run.hiddenUntil, later(.seconds(60), .seconds(50_000))))
      return handle(.runUnreachable(fire: fire, Reason("no_connection", "connection refused")))
    }
    if run.observation.outcome != nil { daemon?.followed[fire] = nil }
    handle(.runChanged(fire: fire, run.observation))
  }

  private func run(of fire: Fire) -> Int? {
    targets.byFire[fire.id]?.last { targets.runs[$0].attempt == fire.attempt }
  }

  func stopRun(of fire: Fire, force: Bool, life: Int) {
    agenda.add(.tell(life: life, .stopAnswered(fire: fire.id, stopResult(fire, force: force))), at: later(.milliseconds(5), .seconds(5)))
  }

  private func stopResult(_ fire: Fire, force: Bool) -> StopResult {
    if case .http = TargetNature(fire.trigger) { return .impossible(Reason("not_stoppable", "an HTTP request cannot be taken back")) }
    if hasFaults, chance.chance(faults.mishaps) {
      return chance.chance(0.2)
        ? .impossible(Reason("not_stoppable", "its orchestrator cannot")) : .unavailable(Reason("no_connection", "refused"))
    }
    guard let index = run(of: fire), !targets.runs[index].hasEnded, !targets.runs[index].hasVanished else { return .asked }
    guard force || !targets.runs[index].ignoresStop else { return .asked }
    let end = min(targets.runs[index].endsAt, later(.milliseconds(50), .seconds(20)))
    targets.change(index) { run in
      run.version += 1
      (run.endsAt, run.outcome, run.exitCode) = (end, .failed, 143)
    }
    agenda.add(.runEnds(index, version: targets.runs[index].version), at: end)
    return .asked
  }
}
