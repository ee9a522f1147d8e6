import CivilTime
import ControlMessages
import Engine
import Scheduling
import Seams
import Services
import WebPage

/// What somebody has to look at, most urgent first.
struct AttentionList {
  let pages: DaemonPages
  let statuses: [ScheduleStatus]
  let status: StatusMessage
  let now: Instant

  /// A fire that starts so much behind its time is told of.
  private static let late: Duration = .seconds(60)
  /// A server that was not read for so long is told of, whatever the interval of polls is.
  private static let stale: Duration = .seconds(900)
  /// Schedules of one kind of trouble that are listed one by one.
  private static let listed = 5
  private static let waitingListed = 20
  private static let rowLimit = 1000

  func items() async throws(ControlProblem) -> [AttentionItem] {
    let letters = try await pages.operations.asking { store throws(StoreError) in try await store.deadLetters(limit: Self.rowLimit) }
    let red = status.healthReasons.map { AttentionItem(.red, subject: "Carillon", sentence: $0) }
    let missed = try await pages.operations.missedRows(until: now)
    let late = try await lateRows()
    var items = red
    items += failures(letters)
    items += grouped(missed, .missed)
    items += quarantined
    items += source
    items += emptied(await pages.operations.sync.serverProblem)
    items += away
    items += states
    items += stragglers
    items += grouped(late, .late)
    items += waiting(await pages.engine.waitingRows)
    items += configuration(await pages.operations.sync.fileProblems)
    return items
  }

  private var day: Range<Instant> { (now - TimelineCount.day)..<now.advanced(by: .microseconds(1)) }

  private func lateRows() async throws(ControlProblem) -> [LedgerRow] {
    try await pages.asking { counts throws(StoreError) in try await counts.lateRows(dueIn: day, by: Self.late, limit: Self.rowLimit) }
  }

  // MARK: Rows

  private func failures(_ letters: [LedgerRow]) -> [AttentionItem] {
    let start = now - TimelineCount.day
    let older = letters.count { $0.due < start }
    let old = AttentionItem(
      .failed, subject: "Older dead letters", sentence: "\(older) that failed before the last 24 hours, and nobody has dealt with",
      link: .deadLetters)
    return grouped(letters.filter { $0.due >= start }, .failed) + (older > 0 ? [old] : [])
  }

  /// One line for each schedule: its latest, and how many there are.
  private func grouped(_ rows: [LedgerRow], _ kind: AttentionItem.Kind) -> [AttentionItem] {
    Dictionary(grouping: rows, by: \.scheduleID).values.compactMap { rows in
      rows.max { $0.dueLast < $1.dueLast }.map { (latest: $0, count: rows.reduce(0) { $0 + $1.count }) }
    }
    .sorted { ($1.latest.dueLast, $0.latest.scheduleName) < ($0.latest.dueLast, $1.latest.scheduleName) }
    .map { group in
      let words = RowWords(row: group.latest)
      let times = group.count == 1 ? "" : "\(group.count) times; the last: "
      let sentence =
        kind == .late
        ? "\(group.latest.wasRefused ? "sent" : "started") \(Moments.lateness(milliseconds: group.latest.latenessMilliseconds ?? 0)) after its time"
        : group.latest.reason?.sentence ?? OutcomeMeaning(group.latest.outcome).sentence
      return AttentionItem(
        kind, subject: group.latest.scheduleName, sentence: times + sentence, at: group.latest.dueLast.iso8601,
        link: .run(group.latest.id.description),
        advice: kind == .late ? nil : words.advice)
    }
  }

  private func waiting(_ rows: [LedgerRow]) -> [AttentionItem] {
    guard rows.count <= Self.waitingListed else {
      return [AttentionItem(.waiting, subject: "\(rows.count) fires", sentence: "wait", at: rows[0].due.iso8601, link: Address.runs)]
    }
    return rows.map { row in
      AttentionItem(
        .waiting, subject: row.scheduleName, sentence: row.reason?.sentence ?? OutcomeMeaning(row.outcome).sentence, at: row.due.iso8601,
        link: .run(row.id.description))
    }
  }

  // MARK: Schedules

  private var quarantined: [AttentionItem] {
    statuses.filter { $0.memory.pause?.reason.code == "paused_after_failures" }.sorted { $0.schedule.name < $1.schedule.name }.map {
      status in
      AttentionItem(
        .quarantined, subject: status.schedule.name, sentence: status.memory.pause?.reason.sentence ?? "",
        at: status.memory.pause?.since.iso8601,
        link: .schedule(status.schedule.id.description), advice: ReasonAdvice.advice(for: "paused_after_failures"))
    }
  }

  private var states: [AttentionItem] {
    [ScheduleStatus.State.invalid, .unbound].flatMap { state in
      let kind = state == .invalid ? AttentionItem.Kind.invalid : .unbound
      let found = statuses.filter { $0.state == state }.sorted { $0.schedule.name < $1.schedule.name }
      guard found.count <= Self.listed else {
        return [
          AttentionItem(
            kind, subject: "\(found.count) schedules", sentence: "are \(state.rawValue): nothing is started for them",
            link: Address.schedules.with([("state", state.rawValue)]))
        ]
      }
      return found.map { status in
        AttentionItem(
          kind, subject: status.schedule.name, sentence: "\(state.rawValue): \(status.reason?.sentence ?? "")",
          link: .schedule(status.schedule.id.description), advice: status.reason.flatMap { ReasonAdvice.advice(for: $0.code) })
      }
    }
  }

  private var stragglers: [AttentionItem] {
    // What follows a server's schedules waits until they are known.
    if let sync = status.sync, sync.lastSuccess == nil { return [] }
    let found = StatusAttention.stragglers(among: statuses).sorted { $0.status.schedule.name < $1.status.schedule.name }
    let rest = found.count - Self.listed
    let others = AttentionItem(.configuration, subject: "\(rest) more", sentence: "follow schedules that are not there")
    return found.prefix(Self.listed).map { straggler in
      AttentionItem(
        .configuration, subject: straggler.status.schedule.name, sentence: "never runs: \(straggler.sentence)",
        link: .schedule(straggler.status.schedule.id.description))
    } + (rest > 0 ? [others] : [])
  }

  private func configuration(_ fileProblems: [String]) -> [AttentionItem] {
    let refused = pages.operations.triggerWatch.problems(among: statuses).flatMap { status, problems in
      problems.map {
        AttentionItem(
          .configuration, subject: status.schedule.name, sentence: "would be refused: \($0)",
          link: .schedule(status.schedule.id.description))
      }
    }
    return fileProblems.map { AttentionItem(.configuration, subject: "A schedule file", sentence: $0, link: .sync) } + refused
  }

  // MARK: The other side

  private var source: [AttentionItem] {
    guard let sync = status.sync else { return [] }
    if let error = sync.error { return [AttentionItem(.sync, subject: sync.server, sentence: error, at: sync.lastSuccess, link: .sync)] }
    guard let last = sync.lastSuccess.flatMap({ try? Instant(iso8601: $0) }), last.duration(to: now) > Self.stale else { return [] }
    return [AttentionItem(.sync, subject: sync.server, sentence: "has not been read lately", at: sync.lastSuccess, link: .sync)]
  }

  private func emptied(_ problem: String?) -> [AttentionItem] {
    guard let problem, let sync = status.sync else { return [] }
    return [AttentionItem(.sync, subject: sync.server, sentence: problem, link: .sync)]
  }

  private var away: [AttentionItem] {
    status.awayTargets.map {
      AttentionItem(
        .away, subject: $0, sentence: "no fire gets through; what is for it waits", advice: ReasonAdvice.advice(for: "target_away"))
    }
  }
}
