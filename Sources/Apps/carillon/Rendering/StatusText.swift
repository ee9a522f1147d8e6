import ControlMessages

/// The daemon's state as `status` shows it: health first, then the figures.
struct StatusText {
  let status: StatusMessage
  let moments: Moments
  var screen = Screen.paper

  var text: String {
    var fields = FieldList()
    fields.add("health", health, status.health == .red ? .bad : needsAttention ? .attention : .good)
    for problem in status.problems { fields.add("problem", problem, .attention) }
    for sentence in status.attention { fields.add("attention", sentence, .attention) }
    for alert in status.alerts.prefix(Self.alertsShown) {
      fields.add("alert", "\(alert.kind), since \(moments.moment(alert.since)): \(alert.sentence)", .attention)
    }
    if status.alerts.count > Self.alertsShown {
      fields.add("alert", "and \(status.alerts.count - Self.alertsShown) more: carillon alerts list")
    }
    fields.add("next", next)
    fields.add("schedules", schedules)
    fields.add("fires under way", firesUnderWay)
    fields.add("reports waiting", String(status.reportsWaiting))
    if let sync = status.sync { SyncText(sync: sync, moments: moments).add(to: &fields) }
    fields.add("daemon", "carillon \(status.version), pid \(status.processID), instance \(status.instance)")
    fields.add("started", moments.moment(status.startedAt))
    addUpkeep(to: &fields)
    return fields.text(on: screen)
  }

  /// More are a list of their own.
  private static let alertsShown = 10

  private var health: String {
    if status.health == .red { return "red" }
    return needsAttention ? "needs attention" : "good"
  }

  private var needsAttention: Bool { !status.problems.isEmpty || !status.attention.isEmpty || !status.alerts.isEmpty }

  private var firesUnderWay: String {
    var words = String(status.firesUnderWay)
    let (held, unwritten) = (status.firesHeldByLimits ?? 0, status.firesNotWritten ?? 0)
    if held > 0 { words += ", of which \(held) wait for limits on what is sent at a time" }
    if unwritten > 0 { words += ", of which \(unwritten) wait to be written down and are not started" }
    return words
  }

  private func addUpkeep(to fields: inout FieldList) {
    for target in status.awayTargets { fields.add("away", target) }
    if let step = status.lastClockStep {
      let size = Moments.lateness(milliseconds: Int64((step.bySeconds.magnitude * 1000).rounded()))
      fields.add("clock", "put \(step.bySeconds < 0 ? "back" : "forward") by \(size) at \(moments.moment(step.at))")
    }
    fields.add(
      "self-audit",
      status.lastAudit.map {
        "\(moments.moment($0)): \(status.auditFindings.isEmpty ? "all is well" : "\(status.auditFindings.count) findings")"
      })
    fields.add("ledger from", status.retentionHorizon.map(moments.moment))
    fields.add("store checked", status.lastCheck.map(moments.moment))
  }

  private var next: String {
    guard let due = status.nextDue else { return "nothing is due" }
    let putOff = status.startsAt == nil ? "" : ", due at \(due), put off by jitter or a calendar"
    return moments.moment(status.startsAt ?? due) + (status.nextSchedule.map { " \($0)" } ?? "") + putOff
  }

  private var schedules: String {
    let counts = status.schedules.filter { $0.value > 0 }.sorted { $0.key < $1.key }
    return counts.isEmpty ? "none" : counts.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
  }
}

/// How the synchronisation stands, as `sync` and `status` show it.
struct SyncText {
  let sync: SyncMessage
  let moments: Moments
  var screen = Screen.paper

  var text: String {
    var fields = FieldList()
    add(to: &fields)
    return fields.text(on: screen)
  }

  func add(to fields: inout FieldList) {
    for problem in sync.problems { fields.add("problem", problem, .attention) }
    for sentence in sync.attention { fields.add("attention", sentence, .attention) }
    guard !sync.server.isEmpty else {
      fields.add("server", "none is configured")
      fields.add("files read", moments.moment(sync.lastSuccess))
      fields.add("schedules", String(sync.schedules))
      return
    }
    fields.add("server", sync.server)
    fields.add("synced", sync.lastSuccess == nil ? "never" : moments.moment(sync.lastSuccess))
    if sync.lastAttempt != sync.lastSuccess { fields.add("tried", moments.moment(sync.lastAttempt)) }
    fields.add("sync error", sync.error, .bad)
    fields.add("on the server", "\(sync.schedules) schedules")
  }
}
