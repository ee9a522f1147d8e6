import CivilTime
import Scheduling

extension World {
  func happen(_ happening: Happening) {
    defer { endWhenDrained() }
    switch happening {
    case .alarm(let life, let generation): if isAlive(life) { alarmGoesOff(generation) }
    case .commitEnds(let life, let isWritten): if isAlive(life) { commitEnds(isWritten: isWritten) }
    case .commitAgain(let life): if isAlive(life) { writeAgain() }
    case .tell(let life, let event): if isAlive(life) { tell(event) }
    case .poll(let life): if isAlive(life) { poll() }
    case .cacheIsSaved(let life, let cache): if isAlive(life) { store.cache = cache }
    case .catchUpPatienceEnds(let life): if isAlive(life) { handle(.catchUpReleased) }
    case .drainingEnds(let life): if isAlive(life) { end() }
    case .audit: audit()
    case .requestArrives(let fire, let life, let fate, let sentAt): receive(fire, life: life, fate, sentAt: sentAt)
    case .runEnds(let index, let version): runEnds(index, version: version)
    case .look(let life, let fire, let generation): if isAlive(life) { look(at: fire, generation: generation) }
    case .serverChanges: changeServer()
    case .scheduleReturns(let schedule): returns(schedule)
    case .operatorActs: operate()
    case .clockIsSet: setClock()
    case .machineStalls: stall()
    case .zonesAreReplaced: replaceZones()
    case .daemonIsStopped: stop()
    case .daemonCrashes: crash(isMachine: chance.chance(0.3))
    case .daemonStarts: start()
    case .faultsStop: stopFaults()
    case .schedulesEnd: endSchedules()
    case .worldIsProbed: probe()
    case .scheduleIsProbed(let id): probe(id)
    case .worldEnds: break
    }
  }

  func isAlive(_ life: Int) -> Bool { daemon?.life == life }

  func later(_ shortest: Duration, _ longest: Duration) -> Instant { trueTime.advanced(by: chance.duration(shortest, longest)) }
}
