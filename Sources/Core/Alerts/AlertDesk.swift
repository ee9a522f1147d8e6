import CivilTime
import Scheduling

/// Decides who is told what: events in, alerts for sinks out. Pure; the service around it looks, writes down and delivers.
///
/// One matter is one cause: it is told when it begins, reminded of while it lasts, and told once more when it is over.
package struct AlertDesk: Sendable {
  package let rules: AlertRules
  package internal(set) var memory: AlertMemory
  var changedCauses: Set<String> = []
  var changedNumbers: Set<Int64> = []
  var notesChanged = false
  /// As it was written down last.
  var keptMark: LedgerMark?
  /// The daemon's own conditions of which this life has not heard yet: whether they are still so, nobody knows.
  var unheard: Set<String> = Set([AlertKind.serverUnreachable, .disk, .health].map(\.rawValue))
  /// As it was heard last.
  var serverIsAway = false
  /// By causes: from when to when fires were seen to wait for a target.
  var targetsSeen: [String: ClosedRange<Instant>] = [:]
  /// The fires whose targets were awaited to answer at the last look.
  var asked: Set<Identifier> = []
  /// Sent to sinks by the event that is handled now.
  var sent: [WaitingAlert] = []
  /// For the log.
  var notices: [GivenUpNotice] = []

  package init(rules: AlertRules, memory: AlertMemory = AlertMemory()) {
    (self.rules, self.memory) = (rules, memory)
    keptMark = memory.notes.mark
    forgetSilentSinks()
    unheard.formUnion(self.memory.causes.values.filter { $0.alert.kind == .targetUnreachable }.map(\.key))
  }

  /// - Returns: what is to be delivered now besides what waits already, in order.
  @discardableResult
  package mutating func handle(_ event: AlertEvent, at now: Instant) -> [WaitingAlert] {
    guard rules.isOn else { return [] }
    sent = []
    switch event {
    case .ended(let row, let own): ended(row, rules.specialised(by: own), own, now)
    case .underWay(let fires): underWay(fires, now)
    case .server(let since, let reason): server(awaySince: since, reason, now)
    case .targets(let standings): targets(standings, now)
    case .disk(let reason): condition(.disk, isOn: rules.disk != nil, reason, now)
    case .health(let reason): condition(.health, isOn: rules.health, reason, now)
    case .scheduleGone(let id): forgetSchedule(id)
    case .schedulesEnded(let ids): forgetLateness(of: ids)
    case .looked(let fire, let sighting): looked(fire, sighting, now)
    case .timePassed: tellNewSinks(now)
    }
    remind(now)
    watchSinks(now)
    closeMinutes(now)
    giveUp(now)
    return sent
  }

  /// What has to be written down; nil: nothing.
  package mutating func takeChanges() -> AlertChanges? {
    guard notesChanged || !changedCauses.isEmpty || !changedNumbers.isEmpty else { return nil }
    let changes = AlertChanges(
      causes: changedCauses.sorted().compactMap { memory.causes[$0] }, closed: changedCauses.filter { memory.causes[$0] == nil }.sorted(),
      waiting: changedNumbers.sorted().compactMap { memory.waiting[$0] },
      gone: changedNumbers.filter { memory.waiting[$0] == nil }.sorted(),
      notes: memory.notes)
    (changedCauses, changedNumbers, notesChanged) = ([], [], false)
    keptMark = memory.notes.mark
    return changes
  }

  /// They could not be written down, and are among the next ones.
  package mutating func putBack(_ changes: AlertChanges) {
    changedCauses.formUnion(changes.causes.map(\.key) + changes.closed)
    changedNumbers.formUnion(changes.waiting.map(\.number) + changes.gone)
    notesChanged = true
  }

  /// What is to be logged of alerts that were given up since it was asked last.
  package mutating func takeNotices() -> [GivenUpNotice] {
    defer { notices = [] }
    return notices
  }

  /// The alerts that are open and were told, oldest first.
  package var openAlerts: [OpenCause] {
    memory.causes.values.filter { !$0.told.isEmpty }.sorted { ($0.since, $0.key) < ($1.since, $1.key) }
  }
}
