import CivilTime
import ControlMessages
import Scheduling
import Testing

@testable import carillon

/// What `why` answers to what people ask.
@Suite struct WhyTests {
  private let tomorrow = sampleDue.advanced(by: .seconds(86_400))

  @Test(arguments: Outcome.allCases) func eachOutcomeIsToldInWordsWithWhatToDo(_ outcome: Outcome) {
    let message = sampleStory(rows: [sampleRow(outcome)]).message(at: sampleDue)
    #expect(message.verdict == .recorded)
    #expect(message.row?.outcome == outcome.rawValue)
    #expect(message.answer == "'nightly' at 2026-11-21T02:00:00Z: \(OutcomeMeaning(outcome).sentence)")
    #expect(message.advice?.isEmpty == false)
    let isCode = outcome.rawValue.contains("_") && message.answer.contains(outcome.rawValue)
    #expect(!isCode, "people do not read \(outcome.rawValue)")
  }

  @Test func whatIsSentSaysThatItsAnswerIsAwaited() {
    let row = sampleRow(.claimed)
    var story = sampleStory(rows: [row], now: sampleDue.advanced(by: .seconds(37)))
    story.askedSince = [row.id: sampleDue]
    let message = story.message(at: sampleDue)
    #expect(message.answer == "'nightly' at 2026-11-21T02:00:00Z: it was handed over for sending 37 s ago; its target's answer is awaited")
    #expect(message.advice == "nothing to do until its target has answered, or the time for that is over")
  }

  @Test func noTwoOutcomesAreToldAlike() {
    #expect(Set(Outcome.allCases.map { OutcomeMeaning($0).sentence }).count == Outcome.allCases.count)
  }

  @Test func nothingIsSaidToHaveBeenEndedThatIsLeftAsItIs() {
    let reason = Reason("timeout", "deployment d1 was still deploying after 60 s; it is left as it is")
    let message = sampleStory(rows: [sampleRow(.timedOut, reason)]).message(at: sampleDue)
    #expect(message.answer == "'nightly' at 2026-11-21T02:00:00Z: its run took longer than it may: \(reason.sentence)")
  }

  @Test func aFailureSaysWhatTheRunSaidAndWhatToDo() {
    let row = sampleRow(.failed, Reason("exit_code", "it exited with 3")) {
      ($0.sentAt, $0.finishedAt, $0.attempt) = (sampleDue.advanced(by: .milliseconds(7)), sampleDue.advanced(by: .seconds(2)), 2)
      $0.runStatus = "exit 3"
    }
    let message = sampleStory(rows: [row]).message(at: sampleDue)
    #expect(message.answer.hasSuffix("it was started or sent, and that failed: it exited with 3"))
    #expect(message.advice?.hasPrefix("'carillon logs' shows the command's output") == true)
    let ledger = message.story.first { $0.step == "ledger" }?.text ?? ""
    #expect(ledger.hasPrefix("failed, reason exit_code; fire "))
    #expect(ledger.contains("started 7 ms after its time; attempt 2; run nightly-20261121T020000Z, last seen as exit 3; "))
    #expect(ledger.contains("; ended at 2026-11-21T02:00:02Z"))
  }

  @Test func whatWasRefusedWasSentAndNotStarted() {
    let row = sampleRow(.failed, Reason("http_404", "answered 404")) {
      ($0.sentAt, $0.finishedAt) = (sampleDue.advanced(by: .milliseconds(7)), sampleDue.advanced(by: .seconds(2)))
    }
    let ledger = sampleStory(rows: [row]).message(at: sampleDue).story.first { $0.step == "ledger" }?.text ?? ""
    #expect(ledger.contains("; sent 7 ms after its time; ended at 2026-11-21T02:00:02Z"))
  }

  @Test func anInstantWithinARangeIsOneOfMany() {
    let row = sampleRow(.skippedPaused, Reason("paused", "the cluster is moved")) {
      ($0.due, $0.count) = (sampleDue.advanced(by: .seconds(-86_400)), 2)
    }
    let message = sampleStory(rows: [row]) { $0.isPaused = true }.message(at: sampleDue)
    #expect(message.story.contains { $0.text.contains("one of 2 instants from 2026-11-20T02:00:00Z to 2026-11-21T02:00:00Z") })
    #expect(message.advice == "'carillon resume' lets it fire again")
  }

  @Test func anInstantBetweenThoseOfARangeIsNotDue() {
    let row = sampleRow(.removed, Reason("schedule_removed", "its schedule was removed")) {
      ($0.due, $0.count) = (sampleDue.advanced(by: .seconds(-86_400)), 2)
    }
    let between = sampleDue.advanced(by: .seconds(-60))
    // Neither moves a due instant.
    let status = sampleStatus { ($0.policy.jitter, $0.policy.calendars) = (.seconds(600), [holiday(.skip)]) }
    let message = sampleStory(status, rows: [row]).message(at: between)
    #expect(message.verdict == .notDue && message.row == nil)
    #expect(message.answer.contains("is not due at 2026-11-21T01:59:00Z; it was due before at 2026-11-20T02:00:00Z"))
    let beside = "beside it: 2 instants from 2026-11-20T02:00:00Z to 2026-11-21T02:00:00Z, removed, reason schedule_removed, revision 2"
    #expect(message.story.filter { $0.step == "ledger" }.map(\.text) == ["no row", beside])
    for due in [row.due, row.dueLast] {
      #expect(sampleStory(status, rows: [row]).message(at: due).verdict == .recorded)
    }
    let ofAnotherRule = sampleStory(status, rows: [row]) { $0.revision = 3 }.message(at: between)
    #expect(ofAnotherRule.verdict == .recorded, "what that rule was is not known")
  }

  @Test(arguments: ["paused", "paused_after_failures", "inactive"]) func nobodyIsToldToResumeWhatIsNotPaused(_ code: String) {
    let row = sampleRow(.skippedPaused, Reason(code, "the cluster is moved"))
    var memory = ScheduleState.initial
    memory.pause = Pause(since: sampleDue, reason: Reason("paused", "the cluster is moved"))
    let paused = sampleStory(sampleStatus(memory: memory), rows: [row]).message(at: sampleDue)
    #expect(paused.advice == ReasonAdvice.advice(for: code))
    let message = sampleStory(rows: [row]).message(at: sampleDue)
    #expect(message.advice == "the pause is over; 'carillon backfill' runs it after all")
  }

  @Test(
    arguments: [
      (.succeeded, "nothing to do: fire "), (.started, "nothing to do: fire "), (.failed, "fire "),
    ] as [(Outcome, String)])
  func aDeadLetterThatWasReplayedIsNotToBeReplayedAgain(_ outcome: Outcome, _ beginning: String) {
    let letter = sampleRow(.lost, Reason("out_of_sight", "it is not seen any more"))
    let replay = sampleRow(outcome) {
      ($0.id, $0.kind, $0.details.replayOf) = (ScheduleRecord.fileID(name: "another"), .manual, letter.id)
    }
    let message = sampleStory(rows: [letter, replay]).message(at: sampleDue)
    #expect(message.row?.outcome == "lost")
    #expect(message.advice?.hasPrefix("\(beginning)\(replay.id) ") == true, "\(message.advice ?? "")")
    #expect(message.advice?.contains("dead-letters") == (outcome == .failed))
  }

  @Test(
    arguments: [
      (.succeeded, "nothing to do: fire "), (.started, "nothing to do: fire "), (.failed, "fire "),
    ] as [(Outcome, String)])
  func whatABackfillHasRunIsNotToBeRunAgain(_ outcome: Outcome, _ beginning: String) {
    let backfill = laterBackfill("another", outcome, hours: 1)
    for row in [sampleRow(.failed), sampleRow(.skippedPaused), sampleRow(.skippedMisfire, Reason("misfire_skip", "it was missed"))] {
      let message = sampleStory(rows: [row, backfill]).message(at: sampleDue)
      #expect(message.row?.outcome == row.outcome.rawValue)
      #expect(message.advice?.hasPrefix("\(beginning)\(backfill.id) ") == true, "\(message.advice ?? "")")
      #expect(message.advice?.contains("'carillon backfill'") == false)
    }
  }

  @Test func theNewestBackfillCounts() {
    let (failed, succeeded) = (laterBackfill("one", .failed, hours: 1), laterBackfill("two", .succeeded, hours: 2))
    let advice = "nothing to do: fire \(succeeded.id) has made up for it, and succeeded"
    #expect(sampleStory(rows: [sampleRow(.failed), failed, succeeded]).message(at: sampleDue).advice == advice)
    #expect(sampleStory(rows: [failed, succeeded]).message(at: sampleDue).advice == advice, "it was due before it was answered for")
  }

  @Test(arguments: [Outcome.succeeded, .waiting, .started], [Outcome.failed, .succeeded, .started])
  func noBackfillStandsForWhatNeedsNone(_ outcome: Outcome, _ ofBackfill: Outcome) {
    let alone = sampleStory(rows: [sampleRow(outcome)]).message(at: sampleDue).advice
    let both = sampleStory(rows: [sampleRow(outcome), laterBackfill("another", ofBackfill, hours: 1)]).message(at: sampleDue).advice
    #expect(both == alone)
  }

  @Test(arguments: [Outcome.cancelled, .failed]) func onlyABackfillThatSucceededHasMadeUpForAnything(_ outcome: Outcome) {
    let backfill = laterBackfill("another", outcome, hours: 1)
    let advice = sampleStory(rows: [sampleRow(.failed), backfill]).message(at: sampleDue).advice ?? ""
    #expect(advice.hasPrefix("fire \(backfill.id) was to make up for it, and ended as \(outcome.rawValue): "), "\(advice)")
  }

  private func laterBackfill(_ name: String, _ outcome: Outcome, hours: Int64) -> LedgerRow {
    sampleRow(outcome) {
      ($0.id, $0.kind, $0.claimedAt) = (ScheduleRecord.fileID(name: name), .backfill, sampleDue.advanced(by: .seconds(hours * 3_600)))
    }
  }

  @Test(arguments: [Outcome.failed, .lost, .rejected, .timedOut]) func aDeadLetterThatWasDealtWithIsNotToBeReplayed(_ outcome: Outcome) {
    let row = sampleRow(outcome, Reason("no_further_attempt", "it failed"))
    var story = sampleStory(rows: [row])
    #expect(story.message(at: sampleDue).advice?.contains("dead-letters") == true)
    story.dealtWith = [row.id]
    #expect(story.message(at: sampleDue).advice == "nothing to do: somebody has replayed or dropped this dead letter")
  }

  @Test func whatFollowsAnotherScheduleIsToldByItsRow() {
    let chain = ChainTrigger(after: "train", .success, action: .command(CommandTrigger(argv: ["/bin/true"])))
    let row = sampleRow(.succeeded) { $0.kind = .chained }
    let message = sampleStory(sampleStatus(trigger: .chain(chain)), rows: [row]).message(at: sampleDue)
    #expect(message.verdict == .recorded)
    #expect(message.story.contains { $0.step == "ledger" && $0.text.hasPrefix("chained fire succeeded") })
  }

  @Test func aChainThatDidNotFollowSaysHowWhatItFollowsEnded() {
    let chain = ChainTrigger(after: "first", .success, action: .command(CommandTrigger(argv: ["/bin/true"])))
    var story = sampleStory(sampleStatus(trigger: .chain(chain)))
    #expect(story.message(at: nil).answer == "'nightly' has not been due yet: it follows 'first' when it has succeeded")
    story.upstream = sampleRow(.failed) { ($0.scheduleName, $0.finishedAt) = ("first", sampleDue.advanced(by: .seconds(2))) }
    let message = story.message(at: nil)
    let end = "'first' last ended at 2026-11-21T02:00:02Z: failed; it follows only success"
    #expect(message.answer.hasSuffix("when it has succeeded; \(end)"), "\(message.answer)")
    #expect(message.story.contains(.init("upstream", end)))
    story.upstream?.outcome = .succeeded
    #expect(story.message(at: nil).answer.hasSuffix(": succeeded"), "what is followed needs no reason")
  }

  // MARK: No row

  @Test func anInstantBetweenTwoSaysWhichThereAre() {
    let message = sampleStory().message(at: sampleDue.advanced(by: .seconds(60)))
    #expect(message.verdict == .notDue)
    #expect(
      message.answer.contains(
        "not due at 2026-11-21T02:01:00Z; it was due before at 2026-11-21T02:00:00Z, and is due after that at 2026-11-22T02:00:00Z"))
    #expect((message.previousDue, message.nextDue) == ("2026-11-21T02:00:00Z", "2026-11-22T02:00:00Z"))
  }

  @Test func whatWasDueBeforeCarillonCameIsNotItsAnswer() {
    let message = sampleStory().message(at: sampleDue.advanced(by: .seconds(-9 * 86_400)))
    #expect(message.verdict == .beforeOwed)
    #expect(message.answer.contains("answers for it only after 2026-11-18T02:00:00Z"))
  }

  @Test func nobodyIsToldToBackfillWhatNothingSaysHowToStart() {
    let before = sampleDue.advanced(by: .seconds(-9 * 86_400))
    #expect(sampleStory().message(at: before).advice == "'carillon backfill' runs it now")
    let status = sampleStatus(standing: .unbound, reason: Reason("no_binding", "nothing says what to start"), trigger: nil)
    let message = sampleStory(status).message(at: before)
    #expect(message.verdict == .beforeOwed)
    #expect(message.advice?.hasPrefix("bind the schedule") == true)
  }

  @Test func whatRetentionDeletedIsSaidSo() {
    let message = sampleStory(horizon: sampleDue.advanced(by: .seconds(60))).message(at: sampleDue)
    #expect(message.verdict == .behindHorizon)
    #expect(message.answer.contains("reaches back to 2026-11-21T02:01:00Z only"))
  }

  @Test func aGapIsCalledAFault() {
    let message = sampleStory().message(at: sampleDue)
    #expect(message.verdict == .missing)
    #expect(message.answer.contains("this is a fault of Carillon"))
  }

  @Test func whatCannotBeWrittenIsNoFault() {
    var story = sampleStory()
    story.writeProblem = "database or disk is full"
    let message = story.message(at: sampleDue)
    #expect(message.verdict == .unwritten)
    #expect(message.answer.hasSuffix("has no row yet: the ledger cannot be written: database or disk is full"))
    #expect(message.advice?.contains("goes on by itself") == true)
  }

  @Test func whatIsBeingDecidedIsNoGap() {
    let message = sampleStory { $0.coveredUntil = sampleDue.advanced(by: .seconds(-86_400)) }.message(at: sampleDue)
    #expect(message.verdict == .beingSettled)
  }

  @Test(arguments: [-86_400, 36_000] as [Int64]) func aRemovedScheduleOwesNothingMore(_ seconds: Int64) {
    let now = tomorrow.advanced(by: .seconds(seconds + 60))
    let message = sampleStory(now: now) { $0.state = nil }.message(at: tomorrow)
    #expect(message.verdict == .removed)
    #expect(message.answer.contains("was removed: Carillon answered for it up to 2026-11-21T02:00:00Z, and nothing is owed"))
    #expect(message.startsAt == nil)
    #expect(message.nextDue == nil)
  }

  @Test func whatARemovedScheduleOwedStillHasItsRow() {
    let message = sampleStory(rows: [sampleRow(.succeeded)]) { $0.state = nil }.message(at: sampleDue)
    #expect(message.verdict == .recorded)
  }

  @Test func ofARemovedScheduleNothingMoreIsPromised() {
    let story = sampleStory(rows: [sampleRow(.succeeded)]) { ($0.state, $0.removed) = (nil, sampleDue.advanced(by: .seconds(5))) }
    let message = story.message(at: sampleDue)
    #expect(message.verdict == .recorded)
    #expect(message.nextDue == nil)
    #expect(message.previousDue == "2026-11-20T02:00:00Z")
    let words = "the schedule was removed: Carillon answered for it up to 2026-11-21T02:00:05Z, and nothing is due after that"
    #expect(message.story.contains(.init("removed", words)))
  }

  @Test func whatAnotherOrchestratorFiresIsNotAnsweredFor() {
    let reason = Reason("native_orchestrator", "its orchestrator fires it itself")
    let message = sampleStory(sampleStatus(standing: .observed, reason: reason)).message(at: sampleDue)
    #expect(message.verdict == .notOwed)
    #expect(message.answer.hasSuffix("its orchestrator fires it itself"))
    #expect(message.advice?.contains("take_over: true") == true)
  }

  @Test func aScheduleThatNeverWasDueSaysWhenItWill() {
    let status = sampleStatus { $0.record.startTime = tomorrow }
    let message = sampleStory(status).message(at: nil)
    #expect(message.verdict == .neverDue)
    #expect(message.answer.contains("is due after that at 2026-11-22T02:00:00Z"))
  }

  @Test func whatWasDueByANewRuleAloneHasNotBeenDueYet() {
    let edited = sampleDue.advanced(by: .seconds(60))
    let story = sampleStory { $0.owedFrom = edited }
    #expect(story.subject.newestOwed(by: story.now) == nil, "nobody owes what came before the edit")
    #expect(story.subject.newestOwed(by: tomorrow) == tomorrow)
    let message = story.message(at: nil)
    #expect(message.verdict == .neverDue)
    let since = "'nightly' has not been due since 2026-11-21T02:01:00Z, when Carillon first saw it so"
    #expect(message.answer == "\(since); it is due next at 2026-11-22T02:00:00Z")
    #expect(message.advice == nil)
  }

  @Test func aFireThatSomebodyTriggeredIsTheNewestOfWhatWasNeverDue() {
    let row = sampleRow(.started) {
      ($0.kind, $0.due, $0.dueLast) = (.manual, sampleDue.advanced(by: .seconds(90)), sampleDue.advanced(by: .seconds(90)))
    }
    let message = sampleStory(rows: [row]) { $0.owedFrom = sampleDue }.message(at: row.due)
    #expect(message.verdict == .recorded)
    #expect(message.answer.hasSuffix("it was started, and its run has not ended yet"))
  }

  @Test func aScheduleThatIsInvalidSaysSoInsteadOfNeverDue() {
    let message = sampleStory(sampleStatus { $0.record.cronExpression = "61 2 * * *" }).message(at: nil)
    #expect(message.verdict == .notOwed)
    #expect(message.answer.hasPrefix("'nightly' is invalid: Carillon does not answer for its instants: "), "\(message.answer)")
    #expect(message.advice?.isEmpty == false)
  }

  @Test func whatIsNotBoundAndNeverWasDueSaysBoth() {
    let reason = Reason("no_binding", "nothing says what to start")
    let status = sampleStatus(standing: .unbound, reason: reason, trigger: nil) { $0.record.startTime = tomorrow }
    let message = sampleStory(status).message(at: nil)
    #expect(message.verdict == .neverDue)
    #expect(message.answer.hasSuffix("; it is unbound: nothing says what to start"), "\(message.answer)")
    #expect(message.advice?.hasPrefix("bind the schedule") == true)
  }

  // MARK: Ahead

  @Test func anArmedScheduleWillBeStarted() {
    let message = sampleStory().message(at: tomorrow)
    #expect(message.verdict == .ahead)
    #expect(message.startsAt == "2026-11-22T02:00:00Z")
    #expect(message.answer == "'nightly' is due at 2026-11-22T02:00:00Z and will be started then")
  }

  @Test func jitterIsPartOfTheForecast() throws {
    let message = sampleStory(sampleStatus { $0.policy.jitter = .seconds(600) }).message(at: tomorrow)
    let start = try Instant(iso8601: try #require(message.startsAt))
    #expect(start >= tomorrow)
    #expect(start < tomorrow.advanced(by: .seconds(600)))
  }

  @Test func whatJitterPutsOffIsAheadUntilItStarts() throws {
    let status = sampleStatus { $0.policy.jitter = .seconds(32_400) }
    let yesterday = sampleDue.advanced(by: .seconds(-86_400))
    let message = sampleStory(status, now: sampleDue) { $0.coveredUntil = yesterday }.message(at: sampleDue)
    #expect(message.verdict == .ahead)
    let startsAt = try #require(message.startsAt)
    #expect(message.answer.hasPrefix("'nightly' is due at 2026-11-21T02:00:00Z and will be started at \(startsAt)"))
    let later = try Instant(iso8601: startsAt).advanced(by: .seconds(1))
    #expect(sampleStory(status, now: later) { $0.coveredUntil = yesterday }.message(at: sampleDue).verdict == .beingSettled)
  }

  @Test func aCalendarThatSkipsIsPartOfTheForecast() {
    let message = sampleStory(sampleStatus { $0.policy.calendars = [holiday(.skip)] }).message(at: tomorrow)
    #expect(message.startsAt == nil)
    #expect(message.answer.hasSuffix("will not be started as things stand (skipped_calendar): calendar 'holiday' excludes it"))
  }

  @Test func aCalendarThatDefersIsPartOfTheForecast() {
    let message = sampleStory(sampleStatus { $0.policy.calendars = [holiday(.defer)] }).message(at: tomorrow)
    #expect(message.startsAt == "2026-11-23T00:00:00Z")
  }

  @Test func aPauseWithoutEndIsPartOfTheForecast() {
    var memory = ScheduleState.initial
    memory.pause = Pause(since: sampleDue, reason: Reason("paused", "the cluster is moved"))
    let message = sampleStory(sampleStatus(memory: memory)).message(at: tomorrow)
    #expect(message.startsAt == nil)
    #expect(message.answer.hasSuffix("(skipped_paused): the cluster is moved"))
  }

  @Test func aPauseThatEndsBeforeDoesNotCount() {
    var memory = ScheduleState.initial
    memory.pause = Pause(since: sampleDue, until: tomorrow.advanced(by: .seconds(-1)), reason: Reason("paused", "the cluster is moved"))
    #expect(sampleStory(sampleStatus(memory: memory)).message(at: tomorrow).startsAt == "2026-11-22T02:00:00Z")
  }

  @Test func whatHasNoBindingWillNotBeStarted() {
    let reason = Reason("no_binding", "nothing says what to start")
    let message = sampleStory(sampleStatus(standing: .unbound, reason: reason, trigger: nil)).message(at: tomorrow)
    #expect(message.answer.hasSuffix("(unbound): nothing says what to start"))
    #expect(message.advice?.hasPrefix("bind the schedule") == true)
  }

  @Test func usedUpRunsArePartOfTheForecast() {
    var memory = ScheduleState.initial
    memory.runsStarted = 3
    let message = sampleStory(sampleStatus(memory: memory) { $0.policy.maxRuns = 3 }).message(at: tomorrow)
    #expect(message.answer.contains("(skipped_max_runs)"))
  }

  /// The whole of the sample's tomorrow.
  private func holiday(_ action: CalendarRule.Action) -> CalendarRule {
    let day = tomorrow.secondsSinceEpoch / 86_400
    return CalendarRule(ExclusionCalendar(name: "holiday", spans: [.init(days: day...day)]), action: action)
  }
}
