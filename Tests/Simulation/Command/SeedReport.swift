import CivilTime

/// What came of one seed.
struct SeedReport: Sendable {
  let seed: UInt64
  /// Up to when the faults stopped.
  let simulated: Duration
  let fires: Int
  let lives: Int
  /// How many of them somebody ended in order.
  let stops: Int
  let digest: UInt64
  /// What went wrong, in a line; nil when nothing did.
  let headline: String?
  /// What went wrong, with all that is needed to find out why; nil when nothing did.
  let failure: String?

  init(seed: UInt64, isTraced: Bool = false) {
    let world = World(seed: seed, isTraced: isTraced)
    let start = world.trueTime
    let violation = world.run()
    self.seed = seed
    simulated = start.duration(to: world.calmSince ?? world.trueTime)
    (fires, lives, stops, digest) = (world.fireCount, world.lives, world.stops, world.transcript.digest)
    headline = violation.map { "seed \(seed), event \(world.transcript.count): \($0.oracle): \($0.text)" }
    failure = violation.map { Self.failure($0, seed, world.transcript) }
  }

  var story: String {
    "seed \(seed): \(simulated.components.seconds) simulated seconds, \(fires) sends, \(lives) lives, nothing wrong (digest \(String(digest, radix: 16)))"
  }

  private static func failure(_ violation: Violation, _ seed: UInt64, _ transcript: Transcript) -> String {
    (transcript.lines + [
      "seed \(seed), event \(transcript.count): \(violation.oracle): \(violation.text)",
      "replay: carillon-simulator replay \(seed) --trace",
    ]).joined(separator: "\n")
  }
}
