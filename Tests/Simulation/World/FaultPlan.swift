import CivilTime

/// How bad a world is.
struct FaultPlan {
  /// How many periods the faults last.
  static let periods = 50

  let duration: Duration
  /// The part of requests that something happens to.
  let mishaps: Double
  /// The part of runs that end badly, vanish, hide, or do not listen.
  let badRuns: Double
  let crashes: Int
  let serverChanges: Int
  let operatorActs: Int
  let clockSteps: Int
  let stalls: Int
  let diskFailures: Double
  let replacesZones: Bool

  init(period: Duration, _ chance: inout Randomness) {
    duration = period * chance.number(20...Self.periods)
    mishaps = chance.pick([0, 0.05, 0.2, 0.5])
    badRuns = chance.pick([0, 0.1, 0.3])
    crashes = chance.pick([0, 0, 1, 2, 4, 8])
    serverChanges = chance.pick([0, 2, 5, 12])
    operatorActs = chance.pick([0, 3, 8, 15])
    clockSteps = chance.pick([0, 0, 1, 3])
    stalls = chance.pick([0, 0, 1, 2])
    diskFailures = chance.pick([0, 0, 0.02, 0.1])
    replacesZones = chance.chance(0.2)
  }
}
