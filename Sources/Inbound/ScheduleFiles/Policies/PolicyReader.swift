import Scheduling

/// Reads the `policy:` of a document. The same for files and for the bindings that a server holds.
struct PolicyReader {
  let log: ProblemLog
  let calendars: NamedCalendars
  /// The kinds of trigger that the policy may be for.
  let kinds: Set<Trigger.Kind>
  /// False for a binding: what it leaves out may be stated elsewhere.
  let isComplete: Bool

  typealias Key = StatedPolicy.Key

  func read(_ document: inout MappingReader) -> StatedPolicy {
    guard var reader = document.mapping("policy") else { return StatedPolicy() }
    // Asked in their own order, in which a message lists them.
    for key in Key.allCases { _ = reader.gives(key.rawValue) }
    var stated = StatedPolicy()
    readMissed(&reader, &stated)
    readStarts(&reader, &stated)
    readEnds(&reader, &stated)
    stated.state(.calendars, \.calendars, calendarRules(&reader))
    reader.finish(foreign: Self.foreign)
    reportConflicts(stated, &reader)
    return stated
  }

  /// What people look for here and is elsewhere.
  private static let foreign = [
    "tags": "tags stand beside policy, not in it", "time_zone": "time_zone stands beside policy, not in it",
    "trigger": "trigger stands beside policy, not in it", "active": "active stands beside policy, not in it",
    "max_backoff": "it belongs into retry", "backoff": "it belongs into retry", "attempts": "it belongs into retry",
    "exit_codes": "it belongs into retry", "budget": "it belongs into retry",
  ]

  private func readMissed(_ reader: inout MappingReader, _ stated: inout StatedPolicy) {
    stated.state(.misfire, \.misfire, reader.choice("misfire"))
    stated.state(
      .misfireLimit, \.misfireLimit,
      reader.integer("misfire_limit", in: PolicyRange.misfireLimit, hint: "misfire: skip starts none of those missed"))
    stated.state(.misfireWindow, optional: \.misfireWindow, reader.duration("misfire_window", in: PolicyRange.misfireWindow))
  }

  private func readStarts(_ reader: inout MappingReader, _ stated: inout StatedPolicy) {
    stated.state(.startDeadline, optional: \.startDeadline, reader.duration("start_deadline", in: PolicyRange.startDeadline))
    stated.state(.overlap, \.overlap, overlap(&reader))
    stated.state(.mutex, optional: \.mutex, mutex(&reader))
    stated.state(.jitter, \.jitter, reader.duration("jitter", in: PolicyRange.jitter))
    stated.state(
      .maxRuns, optional: \.maxRuns, reader.integer("max_runs", in: PolicyRange.maxRuns, hint: "active: false starts nothing"))
  }

  private func readEnds(_ reader: inout MappingReader, _ stated: inout StatedPolicy) {
    stated.state(
      .pauseAfterFailures, optional: \.pauseAfterFailures,
      reader.integer("pause_after_failures", in: PolicyRange.failures, hint: "leave it out to go on whatever fails"))
    stated.state(.timeout, optional: \.timeout, reader.duration("timeout", in: TriggerReader.timeoutRange))
    stated.state(.retry, \.retry, retry(&reader))
    stated.state(.retryUnknown, optional: \.retryUnknown, reader.truth("retry_unknown"))
  }

  /// A mutex needs the name that its schedules share; a truth value is a misunderstanding.
  private func mutex(_ reader: inout MappingReader) -> String? {
    guard let node = reader.take("mutex") else { return nil }
    let words = ["true", "false", "yes", "no", "on", "off"]
    if let scalar = node.scalar, scalar.isPlain, words.contains(scalar.text.lowercased()) {
      log.error("mutex needs the name of a group, which schedules share that must not run together, such as mutex: gpu", at: node.place)
      return nil
    }
    return reader.label(of: node, "mutex")
  }

  // MARK: Conflicts

  /// What is in conflict with something unreadable may be right.
  private func reportConflicts(_ stated: StatedPolicy, _ reader: inout MappingReader) {
    let unreadable = Set(Key.allCases.filter { reader.gives($0.rawValue) }).subtracting(stated.keys)
    for conflict in stated.conflicts(kinds: kinds, isComplete: isComplete) {
      if let other = conflict.other, unreadable.contains(other) { continue }
      log.error(conflict.sentence, at: reader.keyPlace(conflict.key.rawValue))
    }
  }
}
