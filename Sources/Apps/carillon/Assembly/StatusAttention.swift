import CivilTime
import Scheduling

/// What of the schedules and their runs somebody has to look at, while Carillon itself may be well. Pure.
struct StatusAttention {
  let statuses: [ScheduleStatus]
  /// Counted up to `deadLetterLimit`.
  let deadLetters: Int
  /// False before the server was read for the first time: what follows its schedules waits for them.
  var knowsAll = true
  /// Where the bindings of files stand that match no schedule of the server.
  var idleBindings: [String] = []
  /// Rows of the last day whose instants were not started.
  var missed: [LedgerRow] = []

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

  var sentences: [String] { failures + misses + pauses + unread + chains + sources }

  /// How files and server do not fit together; `sync` tells of it too.
  var sources: [String] { knowsAll ? idle + twins : [] }

  private var failures: [String] {
    guard deadLetters > 0 else { return [] }
    let number = deadLetters < Self.deadLetterLimit ? "\(deadLetters)" : "\(Self.deadLetterLimit) or more"
    let (fires, them) = deadLetters == 1 ? ("fire", "it") : ("fires", "them")
    return ["\(number) \(fires) failed and nobody has dealt with \(them): carillon dead-letters list"]
  }

  /// What a policy leaves out for another run.
  static let wanted: Set<Outcome> = [.skippedOverlap, .skippedMutex]

  /// Most missed first.
  private var misses: [String] {
    let groups = Dictionary(grouping: missed, by: \.scheduleID).values.compactMap(Misses.init)
    return Self.shortened(groups.sorted { ($1.count, $0.name) < ($0.count, $1.name) }.map(\.sentence)) { count in
      "due instants of \(count) more \(count == 1 ? "schedule" : "schedules") were not started: carillon runs"
    }
  }

  /// What one schedule missed.
  private struct Misses {
    let name: String
    let count: Int
    private let first: Instant
    private let last: Instant

    init?(_ rows: [LedgerRow]) {
      guard let newest = rows.max(by: { $0.dueLast < $1.dueLast }), let first = rows.map(\.due).min() else { return nil }
      (name, count) = (newest.scheduleName, rows.reduce(0) { $0 + $1.count })
      (self.first, last) = (first, newest.dueLast)
    }

    var sentence: String {
      // What reaches into the last day may have begun long before it.
      let since = first.duration(to: last) > .seconds(86_400) ? ", since \(first.roundedDownToSecond.iso8601)," : ""
      let instants = count == 1 ? "1 due instant of \(name)\(since) was" : "\(count) due instants of \(name)\(since) were"
      return "\(instants) not started: carillon why \(name.shellQuoted) --at \(last.iso8601)"
    }
  }

  private var pauses: [String] {
    let names = statuses.filter(Self.isPausedAfterFailures).map(\.schedule.name).sorted()
    return Self.shortened(names.map { "\($0) is paused after failures: carillon resume \($0.shellQuoted)" }) { count in
      "\(count) more \(count == 1 ? "schedule is" : "schedules are") paused after failures: carillon list"
    }
  }

  /// What fires as it was last read, because its file cannot be used.
  private var unread: [String] {
    let definitions = statuses.lazy.map(\.schedule.definition).filter { definition in
      definition.standing != .unbound && definition.warnings.contains { $0.code == "file_unread" }
    }
    let files = Dictionary(grouping: definitions) { $0.originFile.map(String.init) ?? "a file" }.sorted { $0.key < $1.key }
    let sentences = files.map { file, old in
      let who = old.count == 1 ? "\(old[0].record.name) goes on as it was" : "\(old.count) schedules go on as they were"
      return "\(file) cannot be used as it stands: \(who) last read; mend it, then carillon sync"
    }
    return Self.shortened(sentences) { count in
      "\(count) more \(count == 1 ? "file" : "files") cannot be used: what was last read goes on"
    }
  }

  private var chains: [String] {
    guard knowsAll else { return [] }
    let stragglers = Self.stragglers(among: statuses).sorted { $0.status.schedule.name < $1.status.schedule.name }
    return Self.shortened(stragglers.map { "\($0.status.schedule.name) never runs: \($0.sentence)" }) { count in
      "\(count) more \(count == 1 ? "schedule follows one that is" : "schedules follow ones that are") not there"
    }
  }

  private var idle: [String] {
    let sentences = idleBindings.map { "the binding of \($0) matches no schedule of the server: correct its match, or delete it" }
    return Self.shortened(sentences) { count in
      "\(count) more \(count == 1 ? "binding matches" : "bindings match") no schedule of the server"
    }
  }

  /// Each of two that are armed fires by itself.
  private var twins: [String] {
    let armed = statuses.lazy.filter { $0.state == .armed }
    let names = Set(armed.filter { $0.schedule.definition.record.source == .zenml }.map(\.schedule.name))
    guard !names.isEmpty else { return [] }
    let twins = armed.filter { $0.schedule.definition.record.source == .file && names.contains($0.schedule.name) }
    let sentences = twins.sorted { $0.schedule.name < $1.schedule.name }.map { twin in
      "\(twin.schedule.name) is there twice, of the server and of \(twin.schedule.definition.bindingOrigin ?? "a file"), and both fire: "
        + "rename, pause or delete one"
    }
    return Self.shortened(sentences) { count in
      "\(count) more \(count == 1 ? "name is" : "names are") there twice, of the server and of a file"
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
