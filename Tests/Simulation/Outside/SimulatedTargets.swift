import CivilTime
import Scheduling

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
