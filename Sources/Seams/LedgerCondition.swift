import CivilTime
import Scheduling

/// What a row of the ledger has to be like. A row that has no such value meets no condition about it but `differs`.
package enum LedgerCondition: Hashable, Sendable {
  case fire(Set<Identifier>)
  case schedule(Set<Identifier>)
  case kind(Set<LedgerRow.Kind>)
  case outcome(Set<Outcome>)
  case text(LedgerText, TextTest)
  /// The reason's code, where fires wait for something that the ledger is not told of: it holds of some of them, and of others not.
  case reasonNow(TextTest, holding: Set<Identifier>, failing: Set<Identifier>)
  case instant(LedgerInstant, InstantTest)

  package func holds(for row: LedgerRow) -> Bool {
    switch self {
    case .fire(let ids): ids.contains(row.id)
    case .schedule(let ids): ids.contains(row.scheduleID)
    case .kind(let kinds): kinds.contains(row.kind)
    case .outcome(let outcomes): outcomes.contains(row.outcome)
    case .text(let text, let test): test.holds(for: text.value(of: row))
    case .reasonNow(let test, let holding, let failing):
      holding.contains(row.id) || (!failing.contains(row.id) && test.holds(for: row.reason?.code))
    case .instant(let instant, let test): instant.span(of: row).map { test.holds(for: $0) } ?? false
    }
  }
}

/// A text of a row.
package enum LedgerText: String, Hashable, Sendable, CaseIterable {
  case scheduleName = "schedule_name"
  case reasonCode = "reason_code"
  case runID = "run_id"
  case runName = "run_name"

  package func value(of row: LedgerRow) -> String? {
    switch self {
    case .scheduleName: row.scheduleName
    case .reasonCode: row.reason?.code
    case .runID: row.runID
    case .runName: row.runName
    }
  }
}

/// A time of a row. When a row of several instants was due is all the time from its first to its last.
package enum LedgerInstant: String, Hashable, Sendable, CaseIterable {
  case due
  case claimedAt = "claimed_at"
  case sentAt = "sent_at"
  case finishedAt = "finished_at"

  package func span(of row: LedgerRow) -> ClosedRange<Instant>? {
    switch self {
    case .due: row.due...row.dueLast
    case .claimedAt: row.claimedAt...row.claimedAt
    case .sentAt: row.sentAt.map { $0...$0 }
    case .finishedAt: row.finishedAt.map { $0...$0 }
    }
  }
}

/// How a text is compared. What is only a part is found in upper and lower case of A to Z alike, as people search.
package enum TextTest: Hashable, Sendable {
  case equals(String)
  case differs(String)
  case contains(String)
  case begins(String)
  case ends(String)
  case oneOf([String])

  package func holds(for text: String?) -> Bool {
    guard let text else { if case .differs = self { return true } else { return false } }
    return switch self {
    case .equals(let wanted): text == wanted
    case .differs(let unwanted): text != unwanted
    case .contains(let part): text.lowercasedASCII.holds(part.lowercasedASCII)
    case .begins(let part): text.lowercasedASCII.starts(with: part.lowercasedASCII)
    case .ends(let part): text.lowercasedASCII.reversed().starts(with: part.lowercasedASCII.reversed())
    case .oneOf(let wanted): wanted.contains(text)
    }
  }
}

package struct InstantTest: Hashable, Sendable {
  package enum Comparison: String, Hashable, Sendable, CaseIterable {
    case equals = "="
    case differs = "<>"
    case after = ">"
    case atOrAfter = ">="
    case before = "<"
    case atOrBefore = "<="
  }

  package var comparison: Comparison
  package var instant: Instant

  package init(_ comparison: Comparison, _ instant: Instant) {
    self.comparison = comparison
    self.instant = instant
  }

  package func holds(for value: Instant) -> Bool {
    switch comparison {
    case .equals: value == instant
    case .differs: value != instant
    case .after: value > instant
    case .atOrAfter: value >= instant
    case .before: value < instant
    case .atOrBefore: value <= instant
    }
  }

  /// Of a time that goes on: what comes after is asked of its end, what comes before of its beginning, and what it equals lies in it.
  package func holds(for span: ClosedRange<Instant>) -> Bool {
    switch comparison {
    case .equals: span.contains(instant)
    case .differs: !span.contains(instant)
    case .after, .atOrAfter: holds(for: span.upperBound)
    case .before, .atOrBefore: holds(for: span.lowerBound)
    }
  }
}

extension String {
  /// Byte by byte, as SQLite's LIKE compares.
  fileprivate var lowercasedASCII: [UInt8] {
    utf8.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
  }
}

extension [UInt8] {
  fileprivate func holds(_ part: [UInt8]) -> Bool {
    guard part.count <= count else { return false }
    return (0...(count - part.count)).contains { self[$0...].starts(with: part) }
  }
}
