import ControlMessages

/// `/dead-letters`: what failed and nobody has dealt with.
package struct DeadLettersPage {
  private let letters: [RunItem]
  private let hasMore: Bool
  private let frame: Frame

  private static let limit = 200
  /// How many of the newest it is made of: one more than is shown tells whether there is more.
  package static let asked = limit + 1

  package init(_ found: [RunItem], _ frame: Frame) {
    letters = Array(found.prefix(Self.limit))
    hasMore = found.count > Self.limit
    self.frame = frame
  }

  package var text: String {
    Layout(frame: frame, place: .deadLetters, heading: "Dead letters").page {
      div(.class("title")) { h1 { "Dead letters" } }
      p(.class("lead")) { "Fires that failed, timed out, were lost or rejected, and that nobody has dealt with." }
      section(.class("card"), .id("letters"), .flag("data-live")) {
        letters.isEmpty ? p(.class("empty")) { "None: everything that failed has been dealt with." } : list
        hasMore ? more : nil
      }
    }
  }

  private var more: HTML {
    p(.class("faint")) {
      "These are the newest \(Self.limit), and there are more, which come up here as these are dealt with. "
      code { "carillon dead-letters list --limit \(RunListLimit.allowed.upperBound)" }
      " lists older ones."
    }
  }

  private var list: HTML {
    guard frame.viewer.mayOperate else { return Tables.runs("Dead letters", letters, Times(now: frame.now)) }
    return Forms.get(Address("/dead-letters/confirm")) {
      Tables.plain("Dead letters", ["Choose", "Due (UTC)", "Schedule", "Outcome", "Why"], look: "runs") { letters.map(row) }
      p(.class("actions")) {
        button(.type("submit"), .name("do"), .value("replay")) { "Run again …" }
        button(.type("submit"), .name("do"), .value("drop"), .class("button quiet")) { "Let be …" }
      }
    }
  }

  private func row(_ run: RunItem) -> HTML {
    tr {
      td { input(.type("checkbox"), .name("fire"), .value(run.fireID), .label("\(run.schedule), due \(run.due)")) }
      th(.row) { anchor(.href(.run(run.fireID))) { Times(now: frame.now).stamp(run.due) } }
      td(.class("name")) { anchor(.href(.schedule(run.scheduleID))) { run.schedule } }
      td { Marks.outcome(run.outcome) }
      td(.class("why")) { run.reason ?? "" }
    }
  }
}

/// `/sync`: how what the sources hold differs from what is fired.
package struct SyncPage {
  private let content: SyncContent
  private let frame: Frame

  package init(_ content: SyncContent, _ frame: Frame) {
    self.content = content
    self.frame = frame
  }

  private var times: Times { Times(now: frame.now) }

  package var text: String {
    Layout(frame: frame, place: .sync, heading: "Sync").page {
      div(.class("title")) {
        h1 { "Sync" }
        frame.viewer.mayOperate
          ? Forms.post(Address("/sync"), frame, .class("actions")) {
            Forms.submit(content.sync == nil ? "Read the files again" : "Sync now")
          } : nil
      }
      div(.class("columns")) {
        section(.class("card"), .id("drift"), .flag("data-live"), .set("aria-labelledby", "drift-title")) { drift }
        section(.class("card"), .id("source"), .flag("data-live"), .set("aria-labelledby", "source-title")) { source }
      }
    }
  }

  private var source: HTML {
    HTMLBuilder.buildArray([
      h2(.id("source-title")) { "Sources" },
      content.sync?.error.map { error in p(.class("notice bad")) { "The last read failed: \(error)" } } ?? .empty,
      Tables.facts(
        [
          ("Server", HTML(content.sync?.server ?? "none in the configuration")),
          ("Last read", content.sync.map { times.stamp($0.lastSuccess) }), ("Last tried", content.sync.map { times.stamp($0.lastAttempt) }),
          ("On the server", content.sync.map { HTML(counted($0.schedules, "schedule")) }),
          ("Reports waiting", content.sync == nil ? nil : HTML(grouped(content.reportsWaiting))),
        ] + content.sources.sorted { $0.key < $1.key }.map { ("From \($0.key)", HTML(counted($0.value, "schedule"))) }),
    ])
  }

  private var drift: HTML {
    HTMLBuilder.buildArray([
      h2(.id("drift-title")) { "Drift" },
      p(.class("faint")) { "What the sources hold that is not fired as it stands, and why." },
      content.drift.isEmpty
        ? p(.class("empty")) { "None: every schedule of every source is fired as it stands." }
        : Tables.plain("Differences between the sources and what is fired", ["What", "Which", "Why"]) {
          content.drift.map { item in
            tr {
              td { Marks.mark(item.kind == "file problem" ? .bad : .missed, item.kind) }
              th(.row, .class("name")) { item.link.map { link in anchor(.href(link)) { item.subject } } ?? HTML(item.subject) }
              td(.class("why")) { item.sentence }
            }
          }
        },
      content.moreDrift > 0 ? p(.class("faint")) { "And \(grouped(content.moreDrift)) more." } : .empty,
    ])
  }
}

/// `/audit`: the proof that nothing is missing, and who changed what.
package struct AuditPage {
  private let audit: AuditMessage?
  /// What the daemon found against itself; nil where somebody asked for one.
  private let own: (lastLook: String?, findings: [String])?
  private let question: (from: String, to: String, problem: String?)
  private let writes: AuditLines?
  private let frame: Frame

  /// - Parameter writes: nil where the viewer may not see them.
  package init(_ audit: AuditMessage?, question: (from: String, to: String, problem: String?), writes: AuditLines?, _ frame: Frame) {
    self.audit = audit
    own = nil
    self.question = question
    self.writes = writes
    self.frame = frame
  }

  /// Nobody has asked for an audit.
  package init(lastLook: String?, findings: [String], writes: AuditLines?, _ frame: Frame) {
    audit = nil
    own = (lastLook, findings)
    question = ("", "", nil)
    self.writes = writes
    self.frame = frame
  }

  private var times: Times { Times(now: frame.now) }

  package var text: String {
    Layout(frame: frame, place: .audit, heading: "Audit").page {
      div(.class("title")) { h1 { "Audit" } }
      section(.class("card"), .set("aria-labelledby", "ledger-title")) { ledger }
      writes.map { writes in section(.class("card"), .set("aria-labelledby", "writes-title")) { log(writes) } }
    }
  }

  private var ledger: HTML {
    HTMLBuilder.buildArray([
      h2(.id("ledger-title")) { "The ledger" },
      p(.class("faint")) { "Every due instant is computed anew and compared with the rows: each owed instant has exactly one." },
      Forms.get(.audit, .class("filter")) {
        Forms.field("From", name: "from", value: question.from, hint: "ISO 8601; empty: 24 hours back")
        Forms.field("To", name: "to", value: question.to, hint: "ISO 8601; empty: now")
        Forms.submit("Audit")
      },
      question.problem.map { problem in p(.class("notice bad"), .set("role", "alert")) { problem } } ?? .empty,
      own.map { ownLook($0.lastLook, $0.findings) } ?? .empty,
      audit.map(result) ?? .empty,
    ])
  }

  private func ownLook(_ lastLook: String?, _ findings: [String]) -> HTML {
    guard let lastLook else { return p(.class("notice")) { "The daemon audits itself each minute; it has not done so yet." } }
    return p(.class("notice \(findings.isEmpty ? "good" : "bad")"), .set("role", "status")) {
      strong { findings.isEmpty ? "Nothing is missing: " : "\(counted(findings.count, "finding")): " }
      "the daemon last audited itself "
      times.stamp(lastLook)
      findings.isEmpty ? "." : ". \(findings.prefix(Self.faultCount).joined(separator: "; "))."
      findings.count > Self.faultCount ? " And \(grouped(findings.count - Self.faultCount)) more: carillon status --json lists all." : ""
    }
  }

  /// A page of more is read by nobody.
  private static let faultCount = 200

  private func result(_ audit: AuditMessage) -> HTML {
    let sound = audit.faults.isEmpty
    return HTMLBuilder.buildArray([
      p(.class("notice \(audit.isSound ? "good" : "bad")"), .set("role", "status")) {
        strong { audit.isSound ? "Complete: " : sound ? "Not complete: " : "\(counted(audit.faults.count, "fault")): " }
        "\(counted(audit.instants, "due instant")) from \(audit.from) to \(audit.to) "
        sound ? "have their rows." : "were compared with the rows."
      },
      audit.problem.map { problem in p(.class("notice bad"), .set("role", "alert")) { problem } } ?? .empty,
      sound
        ? .empty
        : Tables.plain("Faults of the ledger", ["Schedule", "Fault", "From", "To", "Instants"]) {
          audit.faults.prefix(Self.faultCount).map { fault in
            tr {
              th(.row, .class("name")) { anchor(.href(.schedule(fault.scheduleID))) { fault.schedule } }
              td { Marks.mark(.bad, Marks.words(fault.kind)) }
              td { times.stamp(fault.first) }
              td { times.stamp(fault.last) }
              td(.class("number")) { grouped(fault.count) }
            }
          }
        },
      audit.faults.count > Self.faultCount
        ? p(.class("faint")) { "And \(grouped(audit.faults.count - Self.faultCount)) more: carillon audit lists all." } : .empty,
    ])
  }

  private func log(_ writes: AuditLines) -> HTML {
    HTMLBuilder.buildArray([
      h2(.id("writes-title")) { "Who changed what" },
      writes.lines.isEmpty
        ? p(.class("empty")) { "Nobody has changed anything." }
        : Tables.plain("Writes over the control API, newest first", ["When", "Who", "What", "On", "Result"]) {
          writes.lines.map { line in
            tr {
              th(.row) { times.stamp(line.at) }
              td { line.who }
              td { line.what }
              td(.class("name")) { line.subject }
              td { line.result }
            }
          }
        },
      writes.total > writes.lines.count
        ? p(.class("faint")) { "And \(grouped(writes.total - writes.lines.count)) older ones: carillon audit-log lists all, page by page." }
        : .empty,
    ])
  }
}
