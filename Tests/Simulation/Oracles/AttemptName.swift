import Scheduling

struct AttemptName: Hashable {
  let fire: Identifier
  let attempt: Int
}

/// What the core was told of ends of attempts.
struct ToldEnds {
  private var attempts: Set<AttemptName> = []

  mutating func insert(_ fire: Identifier, _ attempt: Int) { attempts.insert(AttemptName(fire: fire, attempt: attempt)) }
  func contains(_ fire: Identifier, _ attempt: Int) -> Bool { attempts.contains(AttemptName(fire: fire, attempt: attempt)) }
}
