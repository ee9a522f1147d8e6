import CivilTime
import ControlMessages
import Scheduling

/// The answer itself: one sentence, and what to do.
extension Story {
  func words(
    for verdict: WhyMessage.Verdict, at instant: Instant?, row: LedgerRow?, _ forecast: Forecast?
  ) -> (answer: String, advice: String?) {
    let name = "'\(subject.schedule.name)'"
    let at = instant?.iso8601 ?? ""
    switch verdict {
    case .recorded:
      guard let row else { return ("", nil) }
      return ("\(name) at \(at): \(words(of: row).answer)", advice(on: row))
    case .ahead: return ahead(name, at, forecast)
    case .notDue: return ("\(name) is not due at \(at)\(neighbours(of: instant ?? now))", "ask about one of these instants")
    case .neverDue: return neverDue(name)
    case .notOwed: return ("\(name) is \(stateWord): Carillon does not answer for its instants\(reason)", advice)
    case .removed:
      return (
        "\(name) was removed: Carillon answered for it up to \(subject.coveredUntil.iso8601), and nothing is owed or started at \(at)",
        "add the schedule again where it came from if it is to run"
      )
    case .beforeOwed, .behindHorizon, .beingSettled, .unwritten, .missing: return absent(verdict, name, at)
    }
  }

  private func words(of row: LedgerRow) -> RowWords { RowWords(row: row, askedSince: askedSince[row.id], now: now) }

  /// What to do about a row now: another fire may have run it since, a pause be over, and a dead letter dealt with.
  private func advice(on row: LedgerRow) -> String {
    if let later = laterFire(for: row) {
      let isBackfill = later.kind == .backfill
      switch later.outcome {
      case .succeeded: return "nothing to do: fire \(later.id) \(isBackfill ? "has made up for it" : "has repeated it"), and succeeded"
      case let outcome where !outcome.isFinal:
        return "nothing to do: fire \(later.id) \(isBackfill ? "makes up for it" : "repeats it")"
      default:
        let aim = isBackfill ? "was to make up for it" : "was to repeat it"
        return "fire \(later.id) \(aim), and ended as \(later.outcome.spoken): \(advice(on: later))"
      }
    }
    if row.outcome == .skippedPaused, !subject.isPaused {
      return subject.removed == nil ? "the pause is over; 'carillon backfill' runs it after all" : OutcomeMeaning(.removed).advice
    }
    if dealtWith.contains(row.id) { return "nothing to do: somebody has replayed or dropped this dead letter" }
    return words(of: row).advice
  }

  /// The newest fire that stands for the row's: its replay, or a backfill of its instant. Nil for what succeeded, and for what is still to
  /// end: neither needs another.
  private func laterFire(for row: LedgerRow) -> LedgerRow? {
    guard row.outcome.isFinal, row.outcome != .succeeded else { return nil }
    return rows.filter { $0.details.replayOf == row.id || isBackfill($0, of: row) }.max { $0.claimedAt < $1.claimedAt }
  }

  /// A backfill makes up for the instant itself, and for what an earlier one has made of it.
  private func isBackfill(_ later: LedgerRow, of row: LedgerRow) -> Bool {
    later.kind == .backfill && (row.kind == .scheduled || row.kind == .backfill && row.claimedAt < later.claimedAt)
  }

  private func neverDue(_ name: String) -> (String, String?) {
    let standing = subject.standingWords.map { "; it is \($0)" } ?? ""
    var about = " yet" + neighbours(of: now)
    if let due = subject.schedule.due, due.previous(before: now) != nil {
      // What came before that was nobody's to fire.
      let next = nextDue(after: now).map { "; it is due next at \($0.iso8601)" } ?? ", and is not due any more"
      about = " since \(subject.owedFrom.iso8601), when Carillon first saw it so\(next)"
    }
    if let chain = subject.definition.trigger?.chain {
      about = " yet: it follows '\(chain.upstream)' \(chain.condition.words)" + (upstreamWords.map { "; \($0)" } ?? "")
    }
    return ("\(name) has not been due\(about)\(standing)", standing.isEmpty ? nil : advice)
  }

  private func absent(_ verdict: WhyMessage.Verdict, _ name: String, _ at: String) -> (String, String?) {
    switch verdict {
    case .beforeOwed:
      (
        "\(name) was due at \(at), and Carillon answers for it only after \(subject.owedFrom.iso8601), when it first saw it so",
        subject.definition.trigger == nil ? advice : "'carillon backfill' runs it now"
      )
    case .behindHorizon:
      (
        "\(name) was due at \(at), and the ledger reaches back to \(horizon?.iso8601 ?? "its beginning") only: older rows are deleted",
        "retention in the configuration keeps more"
      )
    case .beingSettled: ("\(name) was due at \(at), and what becomes of it is being decided just now", "ask again in a moment")
    case .unwritten:
      (
        "\(name) was due at \(at), and has no row yet: the ledger cannot be written: \(writeProblem ?? "")",
        "make room on its disk, or mend what is named: Carillon goes on by itself then, so backfill nothing; ask again after that"
      )
    default:
      (
        "\(name) was due at \(at), and the ledger has no row for it: this is a fault of Carillon",
        "'carillon audit' shows all such gaps; report them with the log, and 'carillon backfill' runs it now"
      )
    }
  }

  private func ahead(_ name: String, _ at: String, _ forecast: Forecast?) -> (String, String?) {
    guard let forecast else { return ("\(name) is due at \(at), and is \(stateWord): nothing will be started\(reason)", advice) }
    let words = RowWords(row: forecast.row)
    guard let start = forecast.startsAt else {
      let why = forecast.row.reason.map { ": \($0.sentence)" } ?? ""
      return ("\(name) is due at \(at), and will not be started as things stand (\(forecast.row.outcome.rawValue))\(why)", words.advice)
    }
    let when = start.iso8601 == at ? "then" : "at \(start.iso8601)"
    let cause = forecast.row.reason.map { " (\($0.sentence))" } ?? ""
    return ("\(name) is due at \(at) and will be started \(when)\(cause)", nil)
  }

  private func neighbours(of instant: Instant) -> String {
    guard let due = subject.schedule.due else { return "" }
    let before = due.previous(before: instant).map { "; it was due before at \($0.iso8601)" } ?? "; it was not due before"
    return before + (nextDue(after: instant).map { ", and is due after that at \($0.iso8601)" } ?? ", and is not due after that")
  }

  private var stateWord: String { subject.state?.rawValue ?? subject.definition.standing.rawValue }
  private var reason: String { (subject.reason ?? subject.definition.reason).map { ": \($0.sentence)" } ?? "" }
  private var advice: String? { (subject.reason ?? subject.definition.reason).flatMap { ReasonAdvice.advice(for: $0.code) } }
}
