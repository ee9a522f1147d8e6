import CivilTime
import Scheduling

/// Something that happens in a world. What carries the number of a life is lost when the daemon has died meanwhile.
enum Happening {
  // The daemon's own affairs.
  case alarm(life: Int, generation: Int)
  case commitEnds(life: Int, isWritten: Bool)
  case commitAgain(life: Int)
  case tell(life: Int, SchedulerEvent)
  case poll(life: Int)
  case cacheIsSaved(life: Int, CatalogCache)
  case catchUpPatienceEnds(life: Int)
  case drainingEnds(life: Int)
  case audit
  // The targets.
  case requestArrives(Fire, life: Int, fate: RequestFate, sentAt: Instant)
  case runEnds(Int, version: Int)
  case look(life: Int, fire: Identifier, generation: Int)
  // The world around.
  case serverChanges
  case scheduleReturns(SimulatedSchedule)
  case operatorActs
  case clockIsSet
  case machineStalls
  case zonesAreReplaced
  case daemonCrashes
  case daemonIsStopped
  case daemonStarts
  // The end.
  case faultsStop
  case schedulesEnd
  case worldIsProbed
  case scheduleIsProbed(Identifier)
  case worldEnds
}
