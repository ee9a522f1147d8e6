import CivilTime
import Scheduling

/// The daemon's life, in the engine's order.
extension World {
  func start() {
    guard daemon == nil else { return }
    lives += 1
    let life = lives
    transcript.note(.remark("the daemon starts: life \(life)"), at: trueTime, now)
    daemon = Daemon(
      life: life, limits: limits, wakesPerTurn: wakesPerTurn,
      catalog: SimulatedCatalog(store.cache, applied: store.stored.map(\.revision.scheduleID)))
    handle(store.restore { self.zoneRules[$0] })
    guard isAlive(life), let changes = daemon?.catalog.everything(at: now) else { return }
    apply(changes)
    guard isAlive(life) else { return }
    handle(.opened)
    agenda.add(.poll(life: life), at: later(.milliseconds(20), .seconds(10)))
    agenda.add(.catchUpPatienceEnds(life: life), at: trueTime.advanced(by: .seconds(30)))
  }

  /// The process ends without a word. What is being written is written as a whole or not at all.
  func crash(isMachine: Bool) {
    guard let dying = daemon, hasFaults else { return }
    transcript.note(.remark(isMachine ? "the machine crashes" : "the daemon is killed"), at: trueTime, now)
    if isMachine { targets.machineDied() }
    goDown(dying)
  }

  private func goDown(_ dying: Daemon) {
    if dying.batchesInFlight > 0, now >= store.fullUntil, chance.chance(0.5) {
      transcript.note(.remark("what was being written is on the disk"), at: trueTime, now)
      write(Array(dying.batches.prefix(dying.batchesInFlight)), life: dying.life)
    }
    daemon = nil
    referee.daemonDied()
    armCrash()
    let down = chance.chance(0.6) ? chance.duration(.seconds(1), .seconds(60)) : chance.duration(.seconds(60), period * 12 + .seconds(60))
    agenda.add(.daemonStarts, at: trueTime.advanced(by: down))
  }

  /// Somebody stops the daemon. It sends nothing more, and waits for answers and for its disk.
  func stop() {
    guard let daemon, !daemon.isEnding, hasFaults else { return }
    let life = daemon.life
    daemon.isEnding = true
    stops += 1
    handle(.stopping)
    guard isAlive(life) else { return }
    agenda.add(.drainingEnds(life: life), at: trueTime.advanced(by: .seconds(7)))
  }

  /// A good moment to be told to end: what is to be sent is announced, and the announcement not yet on the disk.
  private func stopPerhaps() {
    guard hasFaults, stops < faults.crashes, chance.chance(0.1) else { return }
    agenda.add(.daemonIsStopped, at: trueTime)
  }

  func endWhenDrained() {
    guard let daemon, daemon.isEnding, daemon.isIdle else { return }
    referee.judgeEnd()
    end()
  }

  /// As it is: what has no answer yet, and what is not written, is the next life's to find out.
  func end() {
    guard let daemon else { return }
    transcript.note(.remark("the daemon has ended"), at: trueTime, now)
    goDown(daemon)
  }

  /// Every boundary between two effects is a place to die at.
  func diesHere() -> Bool {
    guard let left = boundariesToCrash else { return false }
    boundariesToCrash = left - 1
    guard left <= 1 else { return false }
    boundariesToCrash = nil
    crash(isMachine: chance.chance(0.3))
    return true
  }

  /// What comes from outside.
  func tell(_ event: SchedulerEvent) {
    if case .attemptEnded = event { daemon?.sending -= 1 }
    handle(event)
  }

  func handle(_ event: SchedulerEvent) {
    guard let life = daemon?.life, !diesHere() else { return }
    let now = now
    transcript.note(.event(event), at: trueTime, now)
    referee.hear(event, at: now)
    let effects = daemon?.scheduler.handle(event, at: now) ?? []
    for effect in effects {
      guard referee.violation == nil, isAlive(life), !diesHere() else { return }
      transcript.note(.effect(effect), at: trueTime, now)
      referee.see(effect, life: life, at: now)
      perform(effect, life: life)
    }
  }

  private func perform(_ effect: SchedulerEffect, life: Int) {
    switch effect {
    case .commit(let batch):
      daemon?.batches.append(batch)
      writeBatches()
      if batch.updates.contains(where: { $0.outcome == .claimed }) { stopPerhaps() }
    case .start(let fire): if asksTargets { send(fire, life: life) }
    case .lookUp(let fire): if asksTargets { lookUp(fire, life: life) }
    case .follow(let fire): follow(fire, life: life)
    case .unfollow(let fire): daemon?.followed[fire] = nil
    case .stop(let fire, let force): if asksTargets { stopRun(of: fire, force: force, life: life) }
    case .wake(let instant): setAlarm(instant)
    case .moved, .declined: break
    }
  }

  private var asksTargets: Bool { daemon?.isEnding == false }

  // MARK: The alarm

  private func setAlarm(_ instant: Instant?) {
    daemon?.wakeAt = instant
    daemon?.alarmGeneration += 1
    guard let daemon, let instant else { return }
    let delay = max(now.duration(to: instant), .zero) + .microseconds(chance.number(0...3000))
    agenda.add(.alarm(life: daemon.life, generation: daemon.alarmGeneration), at: trueTime.advanced(by: delay))
  }

  /// After its clock was set, the machine's alarm goes by the new time.
  func resetAlarm() { setAlarm(daemon?.wakeAt) }

  func alarmGoesOff(_ generation: Int) {
    guard let before = daemon, !before.isEnding, before.alarmGeneration == generation else { return }
    handle(.clockAdvanced)
    guard isAlive(before.life), daemon?.alarmGeneration == generation else { return }
    resetAlarm()
  }
}
