import CivilTime
import ControlMessages
import Scheduling

/// Tells what became of one instant of a schedule, or what will: from the record to the ledger's row. Pure.
struct Story: Sendable {
  let subject: StorySubject
  /// The rows that cover the instant.
  let rows: [LedgerRow]
  /// Older rows may have been deleted; nil: none ever was.
  let horizon: Instant?
  let source: SourceAge
  let now: Instant
  /// Why the ledger cannot be written; nil when it can.
  var writeProblem: String?
  /// A later row that is not of a due instant; nil when there is none, or nobody asks for the newest.
  var newer: LedgerRow?
  /// Of what follows another schedule: how that one has ended last.
  var upstream: LedgerRow?
  /// Since when the answers of the targets of these fires are awaited.
  var askedSince: [Identifier: Instant] = [:]
  /// Those of the rows that are dead letters which somebody has replayed or dropped: neither is possible any more.
  var dealtWith: Set<Identifier> = []

  /// - Parameter at: nil when the schedule never was due.
  func message(at instant: Instant?) -> WhyMessage {
    let verdict = verdict(at: instant)
    let row = row(at: instant)
    let forecast = verdict == .ahead ? instant.flatMap { Forecast(subject.schedule, due: $0, memory: subject.memory) } : nil
    let (answer, advice) = words(for: verdict, at: instant, row: row, forecast)
    let due = subject.schedule.due
    let next = verdict == .removed ? nil : nextDue(after: instant ?? now)
    return WhyMessage(
      scheduleID: subject.definition.id.description, schedule: subject.schedule.name, at: instant?.iso8601, verdict: verdict,
      answer: answer, advice: advice, story: steps(at: instant, row: row, forecast), row: row.map(RunItem.init),
      previousDue: due?.previous(before: instant ?? now)?.iso8601, nextDue: next?.iso8601,
      startsAt: forecast?.startsAt?.iso8601, lastSync: source.lastSync?.iso8601)
  }

  /// Nil for a schedule that is gone: it promises nothing.
  func nextDue(after instant: Instant) -> Instant? {
    subject.removed == nil ? subject.schedule.due?.next(after: instant) : nil
  }

  private func row(at instant: Instant?) -> LedgerRow? {
    let rows = ownRows(at: instant)
    return rows.first { $0.kind == .scheduled } ?? rows.first
  }

  /// The rows of the instant itself: one of many instants reaches over those between them as well.
  private func ownRows(at instant: Instant?) -> [LedgerRow] {
    guard let instant else { return rows }
    return rows.filter { !reaches(over: instant, $0) }
  }

  /// True when the rule under which the row was written is known, and does not make the instant due.
  private func reaches(over instant: Instant, _ row: LedgerRow) -> Bool {
    guard row.count > 1, row.kind == .scheduled, row.due < instant, instant < row.dueLast, row.revision == subject.revision,
      let due = subject.schedule.due
    else { return false }
    return !due.isDue(at: instant)
  }

  private func verdict(at instant: Instant?) -> WhyMessage.Verdict {
    guard let instant else { return subject.schedule.due == nil ? .notOwed : .neverDue }
    if row(at: instant) != nil { return .recorded }
    guard let due = subject.schedule.due, due.isDue(at: instant) else { return subject.schedule.due == nil ? .notOwed : .notDue }
    if subject.isRemoved(at: instant) { return .removed }
    if instant > now { return .ahead }
    if instant <= subject.owedFrom { return .beforeOwed }
    if let horizon, instant < horizon { return .behindHorizon }
    if !subject.definition.standing.owes { return .notOwed }
    if instant > subject.coveredUntil {
      // Jitter puts it off, and nothing is written down before that.
      return instant.advanced(by: subject.definition.jitterOffset) > now ? .ahead : .beingSettled
    }
    return writeProblem == nil ? .missing : .unwritten
  }

  private func steps(at instant: Instant?, row: LedgerRow?, _ forecast: Forecast?) -> [WhyMessage.Step] {
    var steps = StorySteps(subject: subject, now: now).all(at: instant ?? now)
    if let row {
      steps.append(.init("ledger", RowWords(row: row).facts))
      for other in ownRows(at: instant) where other.id != row.id { steps.append(.init("ledger", "also: " + RowWords(row: other).facts)) }
    } else {
      steps.append(.init("ledger", forecast == nil ? "no row" : "no row yet"))
      for other in rows { steps.append(.init("ledger", "beside it: " + RowWords(row: other).group)) }
    }
    if let newer, !rows.contains(where: { $0.id == newer.id }) { steps.append(.init("newer", words(forNewer: newer))) }
    if let upstreamWords { steps.append(.init("upstream", upstreamWords)) }
    steps.append(.init("sync", syncWords))
    return steps
  }

  private func words(forNewer row: LedgerRow) -> String {
    let command = "carillon why \(subject.schedule.name.shellQuoted) --at \(row.due.iso8601)"
    return "a \(row.kind.rawValue) fire of \(row.due.iso8601): \(row.outcome.spoken); \(command)"
  }

  /// Nil for what follows nothing, or nothing that has ended yet.
  var upstreamWords: String? {
    guard let upstream, let condition = subject.definition.trigger?.chain?.condition else { return nil }
    let end = (upstream.finishedAt ?? upstream.claimedAt).iso8601
    let followed = condition.accepts(upstream.outcome) ? "" : "; it follows only \(condition == .success ? "success" : "failure")"
    return "'\(upstream.scheduleName)' last ended at \(end): \(upstream.outcome.spoken)\(followed)"
  }

  private var syncWords: String {
    guard let server = source.server else {
      return "no server is configured; files are read at the start, on SIGHUP and by 'carillon sync'"
    }
    let moments = Moments(now: now)
    let age =
      source.lastSync.map { "\(server) was last read \(moments.distance(to: $0)), at \($0.iso8601)" } ?? "\(server) has not been read yet"
    return age + (source.error.map { "; the last try failed: \($0)" } ?? "")
  }
}

extension Outcome {
  /// `skipped_paused` without the line.
  var spoken: String { rawValue.replacing("_", with: " ") }
}
