import Scheduling

/// What of the schedules and their runs somebody has to look at, while Carillon itself may be well. Pure.
struct StatusAttention {
  let statuses: [ScheduleStatus]
  /// Counted up to `deadLetterLimit`.
  let deadLetters: Int
  var heldByLimits = 0
  /// False before the server was read for the first time: what follows its schedules waits for them.
  var knowsAll = true

  /// That there are more says enough.
  static let deadLetterLimit = 1000
  /// Schedules of one kind of trouble that are named one by one.
  private static let named = 5

  /// A schedule that waits for another one, which is not there.
  struct Straggler {
    let status: ScheduleStatus
    let chain: ChainTrigger

    var sentence: String {
      "it follows '\(chain.upstream)', and no schedule has that name or id; correct its \(chain.condition.rawValue)"
    }
  }

  var sentences: [String] { failures + pauses + limits + chains }

  private var failures: [String] {
    guard deadLetters > 0 else { return [] }
    let number = deadLetters < Self.deadLetterLimit ? "\(deadLetters)" : "\(Self.deadLetterLimit) or more"
    let (fires, them) = deadLetters == 1 ? ("fire", "it") : ("fires", "them")
    return ["\(number) \(fires) failed and nobody has dealt with \(them): carillon dead-letters list"]
  }

  private var pauses: [String] {
    let names = statuses.filter(Self.isPausedAfterFailures).map(\.schedule.name).sorted()
    return Self.shortened(names.map { "\($0) is paused after failures: carillon resume \($0.shellQuoted)" }) { count in
      "\(count) more \(count == 1 ? "schedule is" : "schedules are") paused after failures: carillon list"
    }
  }

  private var limits: [String] {
    guard heldByLimits > 0 else { return [] }
    return ["\(heldByLimits) \(heldByLimits == 1 ? "fire waits" : "fires wait") for limits on what is sent at a time: carillon runs"]
  }

  private var chains: [String] {
    guard knowsAll else { return [] }
    let stragglers = Self.stragglers(among: statuses).sorted { $0.status.schedule.name < $1.status.schedule.name }
    return Self.shortened(stragglers.map { "\($0.status.schedule.name) never runs: \($0.sentence)" }) { count in
      "\(count) more \(count == 1 ? "schedule follows one that is" : "schedules follow ones that are") not there"
    }
  }

  private static func shortened(_ sentences: [String], rest: (Int) -> String) -> [String] {
    sentences.count <= named ? sentences : Array(sentences.prefix(named)) + [rest(sentences.count - named)]
  }

  /// One that its source has deactivated since needs no resume.
  private static func isPausedAfterFailures(_ status: ScheduleStatus) -> Bool {
    status.schedule.definition.standing == .armed && status.memory.pause?.reason.code == "paused_after_failures"
  }

  /// - Complexity: O(schedules), and next to nothing where there is no chain.
  static func stragglers(among statuses: [ScheduleStatus]) -> [Straggler] {
    let chained = statuses.compactMap { status in
      status.schedule.definition.standing == .armed
        ? status.schedule.definition.trigger?.chain.map { Straggler(status: status, chain: $0) } : nil
    }
    guard !chained.isEmpty else { return [] }
    // The id as `ChainGraph` compares it: another way to write it is none of its.
    var missing = Set(chained.map(\.chain.upstream))
    for status in statuses {
      missing.remove(status.schedule.name)
      missing.remove(status.schedule.id.description)
    }
    return chained.filter { missing.contains($0.chain.upstream) }
  }
}
