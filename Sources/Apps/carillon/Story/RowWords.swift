import CivilTime
import Scheduling

/// A row of the ledger in sentences.
struct RowWords {
  let row: LedgerRow
  /// How long ago it was sent, as long as its target's answer is awaited.
  private var asked: String?

  /// - Parameter askedSince: since when its target's answer is awaited; nil: it is not.
  init(row: LedgerRow, askedSince: Instant? = nil, now: Instant) {
    self.row = row
    // What is in doubt has more to tell than that it was sent once more.
    asked = row.outcome == .claimed ? askedSince.map { Moments(now: now).distance(to: min($0, now)) } : nil
  }

  init(row: LedgerRow) { self.row = row }

  /// What became of it, in one sentence with its reason.
  var answer: String {
    if let asked { return "it was handed over for sending \(asked); its target's answer is awaited" }
    let reason = row.reason.map { ": \($0.sentence)" } ?? ""
    return OutcomeMeaning(row.outcome).sentence + reason
  }

  /// What a target answered is advice at the end alone: until then the fire is tried again, or followed, by itself.
  var advice: String {
    if asked != nil { return "nothing to do until its target has answered, or the time for that is over" }
    let reason = row.reason.flatMap { $0.code.hasPrefix("http_") && !row.outcome.isFinal ? nil : $0 }
    if let advice = reason.flatMap({ ReasonAdvice.advice(for: $0.code, isOver: row.outcome.isFinal) }) { return advice }
    let isWithoutRun = row.outcome == .failed && row.runID == nil && row.runStatus == nil
    return isWithoutRun ? Self.adviceWithoutRun : OutcomeMeaning(row.outcome).advice
  }

  private static let adviceWithoutRun = "see the sentence: there is no run to look at; 'carillon dead-letters replay' sends it again"

  /// `succeeded (exit 0), started 3 ms late, 1 attempt, run nightly-…`
  var facts: String {
    ([outcome, span, missed] + running + [carried, origin]).compactMap(\.self).joined(separator: "; ")
  }

  /// Of several instants, seen from none of them.
  var group: String { "\(row.count) instants from \(row.due.iso8601) to \(row.dueLast.iso8601), \(outcome), revision \(row.revision)" }

  private var outcome: String {
    let code = row.reason.map { ", reason \($0.code)" } ?? ""
    return "\(row.kind == .scheduled ? "" : "\(row.kind.rawValue) fire ")\(row.outcome.rawValue)\(code)"
  }

  private var span: String? {
    guard row.count > 1 else { return "fire \(row.id), revision \(row.revision)" }
    return "one of \(row.count) instants from \(row.due.iso8601) to \(row.dueLast.iso8601), revision \(row.revision)"
  }

  private var missed: String? {
    row.details.missed.map { missed in
      missed.count == 1
        ? "it stands for the missed instant \(missed.first.iso8601) too"
        : "it stands for \(missed.count) missed instants from \(missed.first.iso8601) to \(missed.last.iso8601) too"
    }
  }

  private var running: [String?] {
    guard row.count == 1 else { return [] }
    return [
      row.details.jitterMilliseconds.map { "jitter \(Moments.lateness(milliseconds: $0))" },
      row.latenessMilliseconds.map { "\(row.wasRefused ? "sent" : "started") \(Moments.lateness(milliseconds: $0)) after its time" },
      row.attempt > 1 ? "attempt \(row.attempt)" : nil, run,
      row.finishedAt.map { row.sentAt == nil ? nil : "ended at \($0.iso8601)" } ?? nil,
    ]
  }

  private var run: String? {
    guard !row.wasRefused, row.sentAt != nil || row.runID != nil, let name = row.runName else { return nil }
    return "run \(name)\(row.runID.map { " (\($0))" } ?? "")\(row.runStatus.map { ", last seen as \($0)" } ?? "")"
  }

  private var carried: String? { row.carriedBy.map { "carried by fire \($0)" } }

  private var origin: String? {
    if let backfill = row.details.backfill { return "part of backfill \(backfill)" }
    if let upstream = row.details.follows { return "it follows fire \(upstream)" }
    return row.details.replayOf.map { "it repeats fire \($0)" }
  }
}
