import CivilTime
import ControlMessages
import Scheduling
import Synchronization
import Testing

@testable import carillon

/// Audits, backfills, pauses and health as people see them.
@Suite struct UpkeepTextTests {
  @Test func anAuditWithoutFaultsSaysWhatWasLookedAt() {
    let audit = AuditMessage(from: "2026-11-01T00:00:00Z", to: "2026-11-21T02:00:00Z", horizon: nil, instants: 20, faults: [])
    #expect(
      AuditText(audit: audit, moments: sampleMoments).text == """
        audited       2026-11-01T00:00:00Z to 2026-11-21T02:00:00Z
        horizon       nothing was ever deleted
        due instants  20
        faults        none: each has exactly one row

        """)
  }

  @Test func anAuditNamesTheSchedulesOfWhichLessIsProved() {
    var audit = AuditMessage(from: "2026-11-01T00:00:00Z", to: "2026-11-21T02:00:00Z", horizon: nil, instants: 20, faults: [])
    audit.behind = (1...12).map {
      .init(scheduleID: "i", schedule: "slow-\($0)", through: "2026-11-20T02:00:00Z", nextDue: "2026-11-21T01:00:00Z")
    }
    let text = AuditText(audit: audit, moments: sampleMoments).text
    #expect(text.contains("proved less   slow-10: up to 2026-11-20T02:00:00Z only; of 2026-11-21T01:00:00Z nothing is known yet\n"))
    #expect(text.hasSuffix("proved less   and 2 schedules more\n"))
    #expect(audit.isSound)
  }

  /// The range that was asked for ends behind what the ledger answers for.
  @Test func anAuditOfWhatCannotBeWrittenSaysSo() throws {
    let (due, now) = (try Instant(iso8601: "2026-11-21T01:45:20Z"), try Instant(iso8601: "2026-11-21T02:00:00Z"))
    let unwritten = UnwrittenInstants(first: due, problem: "the disk is full")
    #expect(unwritten.coveredEnd(of: now) == due)
    var audit = AuditMessage(
      from: "2026-11-01T00:00:00Z", to: unwritten.coveredEnd(of: now).iso8601, horizon: nil, instants: 20, faults: [])
    audit.problem = unwritten.problem(before: now)
    #expect(!audit.isSound)
    #expect(!VerifyMessage(path: "carillon.db", damage: [], audit: audit).isSound)
    #expect(
      AuditText(audit: audit, moments: sampleMoments).text == """
        audited       2026-11-01T00:00:00Z to 2026-11-21T01:45:20Z
        horizon       nothing was ever deleted
        due instants  20
        faults        none: each has exactly one row
        not written   what is due from 2026-11-21T01:45:20Z on has no row yet: the ledger cannot be written: the disk is full

        """)
  }

  @Test func whatIsStillToBeWrittenTouchesNoEarlierStretch() throws {
    let (due, now) = (try Instant(iso8601: "2026-11-21T01:45:20Z"), try Instant(iso8601: "2026-11-21T02:00:00Z"))
    let earlier = due.advanced(by: .seconds(-60))
    #expect(UnwrittenInstants(first: due, problem: "the disk is full").problem(before: earlier) == nil)
    #expect(UnwrittenInstants(first: due, problem: "the disk is full").coveredEnd(of: earlier) == earlier)
    // It is being written just now: nothing is wrong, and nothing is claimed of it.
    #expect(UnwrittenInstants(first: due, problem: nil).problem(before: now) == nil)
    #expect(UnwrittenInstants(first: due, problem: nil).coveredEnd(of: now) == due)
  }

  @Test func eachFaultIsALine() {
    let fault = AuditMessage.Fault(
      kind: "covered_twice", scheduleID: "i", schedule: "nightly", revision: 2, first: "2026-11-20T02:00:00Z", last: "2026-11-20T02:00:00Z",
      count: 1)
    let audit = AuditMessage(
      from: "2026-11-01T00:00:00Z", to: "2026-11-21T02:00:00Z", horizon: "2026-11-01T00:00:00Z", instants: 20, faults: [fault])
    let text = AuditText(audit: audit, moments: sampleMoments).text
    #expect(text.contains("older than 2026-11-01T00:00:00Z (20 d 2 h ago) is deleted"))
    #expect(text.hasSuffix("covered twice  nightly   2026-11-20T02:00:00Z  2026-11-20T02:00:00Z  1         2\n"))
    let narrow = AuditText(audit: audit, moments: sampleMoments, screen: Screen(width: 70, palette: .plain)).text
    let lines: [Substring] = narrow.split(separator: "\n")
    #expect(lines.suffix(2).allSatisfy { $0.count <= 70 }, "\(narrow)")
    #expect(narrow.contains("1 d ago"))
  }

  @Test(arguments: [(1, ""), (2, ""), (3, "the newest 2; --limit shows more\n")] as [(Int, String)])
  func deadLettersThatAreNotShownAreMentioned(there: Int, words: String) {
    let found = [RunItem](repeating: .sample("failed"), count: min(there, DeadLetterList.asked(for: 2)))
    let list = DeadLetterList(found: found, limit: 2)
    #expect(list.letters.count == min(there, 2))
    #expect(list.text(sampleMoments, .paper) == RunTable(runs: list.letters, moments: sampleMoments).text + words)
  }

  @Test func beyondWhatCanBeAskedForThereMayBeMore() {
    let found = [RunItem](repeating: .sample("failed"), count: DeadLetterList.asked(for: 1000))
    #expect(DeadLetterList(found: found, limit: 1000).text(sampleMoments, .paper).hasSuffix("the newest 1000; there may be more\n"))
    #expect(DeadLetterList(found: [], limit: 50).text(sampleMoments, .paper) == "no dead letters\n")
  }

  @Test func aDeadLetterThatHasToWaitSaysHowToAskAgain() {
    let (fire, other) = (Identifier(high: 0, low: 1), Identifier(high: 0, low: 2))
    let reason = Reason("overlap_skip", "fire \(other) is still under way, and the schedule's overlap policy is skip")
    let text = DeadLetterText(message: DeadLetterMessage(settled: [], refused: [.init(reason, ofReplaying: fire)])).text
    #expect(
      text == """
        refused: fire \(fire): fire \(other) is still under way, and the schedule's overlap policy is skip (it stays a dead \
        letter; when that has ended, 'carillon dead-letters replay \(fire)' runs it)

        """)
    let gone = DeadLetterMessage.Refusal(Reason("not_found", "there is no schedule x"), ofReplaying: fire)
    #expect(gone.reason == "there is no schedule x")
  }

  @Test func aPauseIsShownWithItsEnd() {
    let schedule = ScheduleItem.sample("nightly") {
      ($0.state, $0.tags, $0.nextDue) = ("paused", ["gpu", "team-a"], nil)
      $0.pause = PauseItem(since: "2026-11-21T01:00:00Z", until: "2026-11-21T03:00:00Z", reason: "the cluster is moved")
    }
    let table = ScheduleTable(schedules: [schedule], moments: sampleMoments).text
    #expect(table.contains("gpu team-a"))
    #expect(table.contains("the cluster is moved; until 2026-11-21T03:00:00Z (in 1 h)"))
  }

  @Test func healthIsRedBeforeEverythingElse() {
    var status = StatusMessage(
      version: "0.1.0", instance: "i", processID: 1, startedAt: "2026-11-21T01:00:00Z", now: "2026-11-21T02:00:00Z", schedules: [:],
      nextDue: nil, nextSchedule: nil, firesUnderWay: 0, reportsWaiting: 0, sync: nil, problems: ["the ledger cannot be written"])
    (status.health, status.awayTargets) = (.red, ["zen.example:443"])
    (status.firesUnderWay, status.firesNotWritten) = (3, 2)
    status.lastClockStep = .init(at: "2026-11-21T01:59:00Z", bySeconds: -90)
    let text = StatusText(status: status, moments: sampleMoments).text
    #expect(text.hasPrefix("health           red\nproblem          the ledger cannot be written\n"))
    #expect(text.contains("fires under way  3, of which 2 wait to be written down and are not started\n"))
    #expect(text.contains("away             zen.example:443\n"))
    #expect(text.contains("clock            put back by 1 min 30 s at 2026-11-21T01:59:00Z (1 min ago)\n"))
  }

  @Test func aMissedFireSaysHowManyItStandsFor() {
    let run = RunItem.sample("succeeded") { ($0.missedCount, $0.missedFirst) = (4, "2026-11-20T01:58:00Z") }
    #expect(RunTable(runs: [run], moments: sampleMoments).text.contains("for 4 missed ones since 2026-11-20T01:58:00Z too"))
  }

  @Test func aSingleMissedOneIsNotCounted() {
    let run = RunItem.sample("succeeded") { ($0.missedCount, $0.missedFirst) = (1, "2026-11-20T01:58:00Z") }
    #expect(RunTable(runs: [run], moments: sampleMoments).text.contains("for the missed one of 2026-11-20T01:58:00Z too"))
  }

  @Test func aDryRunListsWhatTheLedgerSays() {
    let backfill = BackfillMessage(
      id: nil, scheduleID: "i", schedule: "nightly",
      instants: [.init(due: "2026-11-21T01:58:00Z", fireID: nil, outcome: "skipped_paused")], maxParallel: 2)
    #expect(
      BackfillText(backfill: backfill, moments: sampleMoments).text == """
        DUE                               LEDGER SAYS
        2026-11-21T01:58:00Z (2 min ago)  skipped_paused
        would run 1 fire of nightly, 2 at a time; nothing was started

        """)
  }

  @Test func onATerminalABarGrows() {
    var (bar, written) = display(isTerminal: true)
    bar.show(.init(done: 1, total: 3, failed: 1, last: .sample("failed")))
    bar.end()
    #expect(written() == "\r[##########....................] 1/3, 1 not succeeded\u{1B}[K\n")
  }

  @Test func theBarIsThereBeforeTheFirstFireHasEnded() {
    var (bar, written) = display(isTerminal: true)
    bar.begin(3)
    #expect(written() == "\r[..............................] 0/3\u{1B}[K")
    (bar, written) = display(isTerminal: false)
    bar.begin(3)
    #expect(written().isEmpty)
  }

  @Test func whoLeavesABackfillIsToldThatItGoesOn() {
    let backfill = BackfillMessage(id: "b1", scheduleID: "i", schedule: "nightly", instants: [], maxParallel: 1)
    #expect(BackfillText.goesOn(backfill) == "\ncarillon: backfill b1 goes on in the daemon; 'carillon runs nightly' shows how it ends\n")
  }

  @Test func elsewhereEachFireIsALine() {
    var (bar, written) = display(isTerminal: false)
    bar.show(.init(done: 1, total: 3, failed: 0, last: .sample("succeeded")))
    bar.end()
    #expect(written() == "1/3  2026-11-21T01:58:00Z  succeeded\n")
  }

  private func display(isTerminal: Bool) -> (ProgressDisplay, () -> String) {
    let text = Box()
    return (ProgressDisplay(isTerminal: isTerminal) { piece in text.value.withLock { $0 += piece } }, { text.value.withLock { $0 } })
  }

  private final class Box: Sendable {
    let value = Mutex("")
  }
}
