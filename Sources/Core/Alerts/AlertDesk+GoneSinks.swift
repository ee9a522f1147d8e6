import CivilTime
import Scheduling

/// What an earlier life left for sinks that are not in the configuration any more: they have another name, or others take their place.
extension AlertDesk {
  /// The schedules whose own rules say who hears of that instead.
  package var schedulesOfGoneSinks: Set<Identifier> {
    let open = memory.causes.values.filter { hasGone($0.sinks) }.compactMap(\.alert.subject?.scheduleID)
    return Set(open + memory.notes.expectations.filter { hasGone($0.sinks) }.map(\.subject.scheduleID))
  }

  /// Gives what is open, and what is still to be looked at, to today's sinks. Comes before anything is handled.
  ///
  /// Where none is left that was told, today's sinks are told when time has passed, or of the end when that comes first. What waited for
  /// the others, or was held back from them, is given up; the log and the usual sinks are told of that.
  /// - Parameter own: what the files of those schedules say.
  package mutating func takeOverFromGoneSinks(_ own: [Identifier: ScheduleAlerts], at now: Instant) {
    guard rules.isOn else { return }
    for key in memory.causes.keys.sorted() { takeOver(key, own) }
    for index in memory.notes.expectations.indices where hasGone(memory.notes.expectations[index].sinks) {
      memory.notes.expectations[index].sinks = sinks(for: memory.notes.expectations[index].subject, own)
      notesChanged = true
    }
    let names = Set(memory.waiting.values.map(\.sink)).union(memory.notes.sinks.keys).subtracting(rules.sinks)
    for name in names.sorted() { giveUp(everythingFor: name, now) }
  }

  /// They were not told what is open.
  mutating func tellNewSinks(_ now: Instant) {
    let untold = memory.causes.values.filter { $0.lastTold == nil && !$0.told.isEmpty && !unheard.contains($0.key) }
    for key in untold.map(\.key).sorted() { tellAgain(key, now) }
  }

  private func hasGone(_ sinks: [String]) -> Bool { !sinks.allSatisfy(rules.sinks.contains) }

  private func sinks(for subject: AlertSubject?, _ own: [Identifier: ScheduleAlerts]) -> [String] {
    rules.specialised(by: subject.flatMap { own[$0.scheduleID] }).standardSinks
  }

  private mutating func takeOver(_ key: String, _ own: [Identifier: ScheduleAlerts]) {
    guard var cause = memory.causes[key], hasGone(cause.sinks) else { return }
    let left = cause.sinks.filter(rules.sinks.contains)
    if cause.alert.kind == .sinkTakesNothing {
      // It is found again with the next look, and told to those that are there.
      guard !left.isEmpty else { return drop(key) }
      cause.sinks = left
    } else {
      cause.sinks = sinks(for: cause.alert.subject, own)
    }
    if left.isEmpty { cause.lastTold = nil }
    memory.causes[key] = cause
    changedCauses.insert(key)
  }

  private mutating func giveUp(everythingFor sink: String, _ now: Instant) {
    let notes = memory.notes.sinks[sink] ?? SinkNotes()
    var givenUp = notes.givenUp ?? GivenUpAlerts()
    // What it was spared, and nobody has summed up. Of these the minute alone is known.
    for (kind, count) in notes.held { givenUp.note(count, of: kind, at: notes.minute ?? now) }
    for waiting in memory.waiting.values where waiting.sink == sink {
      givenUp.note(waiting.alert)
      remove(waiting.number)
    }
    (memory.notes.sinks[sink], notesChanged) = (nil, true)
    guard givenUp.count > 0 else { return }
    let sentence = givenUp.sentence(because: "the sink \(sink) is not in the configuration any more")
    notices.append(GivenUpNotice(sink: sink, sentence: sentence))
    let alert = Alert(
      .summary, .opened, cause: "given_up/\(sink)", reason: Reason(GivenUpAlerts.code, sentence), at: now, since: givenUp.from,
      count: givenUp.count, why: AlertLinks.open(rules))
    for usual in rules.standardSinks { put(alert, to: usual, now) }
  }
}
