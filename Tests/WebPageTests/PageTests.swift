import ControlMessages
import Testing

@testable import WebPage

struct PageTests {
  /// Every page, with a name that wants to be more than a name in every place where it can stand.
  private static let hostilePages: [String] = {
    let (name, frame) = (PageSamples.hostile, PageSamples.frame())
    let run = PageSamples.run("failed", schedule: name)
    let concern = AttentionItem(.failed, subject: name, sentence: name, link: .run(name), advice: name)
    let fire = PageSamples.upcoming(.init(calendar: name, deferredUntil: name))
    var (overview, schedule) = (PageSamples.overview(attention: [concern]), PageSamples.schedule(name))
    overview.next = [NextFire(scheduleID: name, schedule: name, fire: fire)]
    schedule.upcoming.append(fire)
    return [
      OverviewPage(overview, frame).text,
      SchedulesPage(
        SchedulesContent(
          filter: ScheduleFilter(search: name, state: name, tag: name), page: PagePlace(index: 1, size: 50, total: 99),
          lines: [PageSamples.line(name)], states: [name: 99], tags: [name]), frame
      ).text,
      SchedulePage(schedule, question: (name, name), frame).text,
      RemovedSchedulePage(RemovedScheduleContent(id: name, name: name, history: [run]), question: (name, name), frame).text,
      RunsPage(RunsContent(filter: RunFilter(schedule: name), runs: [run], older: RunFilter(schedule: name, skip: 50)), frame).text,
      RunPage(
        RunContent(
          run: run, meaning: name, advice: name, request: RequestContent(fields: [.init(name, name)], text: name),
          log: RunLogMessage(text: name, nextOffset: 0, isLast: false, hasGap: false), logProblem: name, mayBeCancelled: true,
          mayBeRetried: true),
        frame
      ).text,
      DeadLettersPage([run], frame).text,
      SyncPage(
        SyncContent(
          sync: SyncMessage(server: name, lastSuccess: name, lastAttempt: name, error: name, schedules: 1), reportsWaiting: 1,
          drift: [DriftItem(kind: name, subject: name, sentence: name)], sources: [name: 1]), frame
      ).text,
      ConfirmPage.trigger(PageSamples.item(name), frame).text, ConfirmPage.cancel(run, frame).text,
      ProblemPage(ControlProblem(.ambiguous, name, candidates: [name]), frame).text,
    ]
  }()

  @Test func namesNeverBecomeMarkup() {
    for page in Self.hostilePages {
      #expect(!page.contains("<script>alert"))
      #expect(!page.contains("\" onload"))
      #expect(!page.contains("\u{202E}"))
    }
  }

  @Test func nothingOnAPageIsInlineOrFromElsewhere() {
    for page in Self.hostilePages {
      #expect(!page.contains(" style=") && !page.contains("<style") && !page.contains("http://") && !page.contains("https://"))
      #expect(page.split(separator: "<script").dropFirst().allSatisfy { $0.hasPrefix(" src=\"/assets/") })
    }
  }

  @Test func everyPostCarriesTheToken() {
    for page in Self.hostilePages {
      let forms = page.split(separator: "<form method=\"post\"").dropFirst()
      #expect(forms.allSatisfy { $0.split(separator: "</form>")[0].contains("name=\"csrf\" value=\"proof\"") })
    }
  }

  @Test func aViewerIsOfferedNothingThatChangesSomething() {
    let frame = PageSamples.frame(.viewer)
    let run = RunContent(
      run: PageSamples.run("failed"), meaning: "it failed", advice: "look", request: nil, log: nil, logProblem: nil, mayBeCancelled: true,
      mayBeRetried: true)
    for page in [
      SchedulePage(PageSamples.schedule(), frame).text, RunPage(run, frame).text, DeadLettersPage([PageSamples.run("failed")], frame).text,
    ] {
      for deed in ["/trigger", "/pause", "/backfill", "/cancel", "/retry", "Let be"] { #expect(!page.contains(deed), "\(deed)") }
    }
  }

  @Test func anInvalidScheduleIsNotCalledUnbound() {
    let concern = AttentionItem(.invalid, subject: "nightly", sentence: "invalid: its cron expression has four fields")
    #expect(OverviewPage(PageSamples.overview(attention: [concern]), PageSamples.frame()).text.contains(Marks.state("invalid").markup))
  }

  @Test func aFireThatAClockChangeMovesIsMarked() {
    #expect(SchedulePage(PageSamples.schedule(), PageSamples.frame()).text.contains("2027-03-28 02:00:00 is skipped"))
  }

  @Test func aFireThatACalendarSkipsOrDefersIsMarked() {
    let skipped = PageSamples.upcoming(.init(calendar: "tomorrow"))
    let deferred = PageSamples.upcoming(.init(calendar: "freeze", deferredUntil: "2026-11-23T00:00:00Z"))
    var (schedule, overview) = (PageSamples.schedule(), PageSamples.overview())
    schedule.upcoming = [skipped, deferred]
    overview.next = [
      NextFire(scheduleID: "1", schedule: "nightly", fire: skipped), NextFire(scheduleID: "2", schedule: "weekly", fire: deferred),
    ]
    let frame = PageSamples.frame()
    for page in [SchedulePage(schedule, frame).text, OverviewPage(overview, frame).text] {
      #expect(page.contains("skipped: calendar tomorrow"))
      #expect(page.contains("deferred until 2026-11-23T00:00:00Z: calendar freeze"))
    }
    #expect(SchedulePage(schedule, frame).text.contains("Next 2 due instants"))
    schedule.upcoming = [deferred, deferred]
    #expect(SchedulePage(schedule, frame).text.contains("Next 2 fires"), "what is put off is a fire")
  }

  @Test func aFireThatJitterPutsOffSaysWhenItStarts() {
    var (overview, fire) = (PageSamples.overview(), PageSamples.line().next)
    fire?.startsAt = "2026-11-22T01:04:07.250Z"
    overview.next = fire.map { [NextFire(scheduleID: "1", schedule: "nightly", fire: $0)] } ?? []
    let page = OverviewPage(overview, PageSamples.frame()).text
    #expect(page.contains("starts with jitter: ") && page.contains("01:04:07"))
  }

  @Test func aPausedScheduleIsResumedAndNotPaused() {
    var content = PageSamples.schedule(state: "paused")
    content.line.item.pause = PauseItem(since: "2026-11-21T02:00:00Z", until: nil, reason: "driver update")
    let page = SchedulePage(content, PageSamples.frame()).text
    #expect(page.contains("/resume\"") && !page.contains("/pause\""))
  }

  @Test func aRunIsToldFromDueToEnd() {
    let content = RunContent(
      run: PageSamples.run(), meaning: "it was started", advice: "nothing to do", request: nil, log: nil, logProblem: "no log here",
      mayBeCancelled: false, mayBeRetried: false)
    let page = RunPage(content, PageSamples.frame()).text
    for words in ["4 ms after it was due", "7 ms after the claim", "after 1 min 30 s", "no log here"] {
      #expect(page.contains(words), "\(words)")
    }
  }

  @Test func halfALineBreakAtTheEndOfALogWaitsForTheScript() {
    for (text, isLast, shown) in [("a\r", false, " data-return>a</pre>"), ("a\r", true, ">a\n</pre>"), ("a\r\n", false, ">a\n</pre>")] {
      let content = RunContent(
        run: PageSamples.run(), meaning: "it was started", advice: "nothing to do", request: nil,
        log: RunLogMessage(text: text, nextOffset: 2, isLast: isLast, hasGap: false), logProblem: nil, mayBeCancelled: false,
        mayBeRetried: false)
      let page = RunPage(content, PageSamples.frame()).text
      #expect(page.contains(shown) && page.contains("data-return") == shown.contains("data-return"), "\(shown)")
    }
  }

  @Test func whatIsLeftOutOfALogIsToldWithWhereItIs() {
    var content = RunContent(
      run: PageSamples.run(), meaning: "it was started", advice: "nothing to do", request: nil,
      log: RunLogMessage(text: "end\n", nextOffset: 9_004, isLast: true, hasGap: false), logLeftOut: 9_000, logProblem: nil,
      mayBeCancelled: false, mayBeRetried: false)
    let page = RunPage(content, PageSamples.frame()).text
    #expect(page.contains("without the first 9000 bytes") && page.contains("carillon logs \(content.run.fireID)"))
    content.logLeftOut = 0
    content.log?.hasGap = true
    #expect(RunPage(content, PageSamples.frame()).text.contains("Some of what it has written is no longer kept."))
  }

  @Test func whatWasRefusedWasSentAndNotStarted() {
    var run = PageSamples.run("failed")
    (run.runID, run.runStatus) = (nil, nil)
    let content = RunContent(
      run: run, meaning: "it failed", advice: "nothing to do", request: nil, log: nil, logProblem: nil, mayBeCancelled: false,
      mayBeRetried: false)
    let page = RunPage(content, PageSamples.frame()).text
    #expect(page.contains("7 ms after the claim"))
    #expect(!page.contains("run nightly-1"))
  }

  @Test(arguments: [(200, false), (201, true)]) func whatIsCutOffAListIsMentioned(_ count: Int, _ isCut: Bool) {
    let (frame, letter) = (PageSamples.frame(), PageSamples.run("failed"))
    #expect(DeadLettersPage(Array(repeating: letter, count: count), frame).text.contains("there are more") == isCut)
    let line = AuditLine(at: "2026-11-21T08:00:00Z", who: "ada", what: "trigger", subject: "nightly", result: "done")
    let writes = AuditLines(Array(repeating: line, count: 100), total: isCut ? 103 : 100)
    let findings = Array(repeating: "a row is missing", count: count)
    let audit = AuditPage(lastLook: "2026-11-21T08:00:00Z", findings: findings, writes: writes, frame).text
    #expect(audit.contains("And 3 older ones: carillon audit-log") == isCut)
    #expect(audit.contains("And 1 more: carillon status") == isCut)
  }

  @Test func aTagThatIsNotOfferedIsMentionedAndKept() {
    let content = SchedulesContent(
      filter: ScheduleFilter(tag: "zeta"), page: PagePlace(index: 1, size: 50, total: 0), lines: [], states: [:], tags: ["alpha"],
      moreTags: 2)
    let page = SchedulesPage(content, PageSamples.frame()).text
    #expect(page.contains("There are 2 more tags to filter by") && page.contains("<option value=\"zeta\" selected>"))
  }

  @Test func aForecastThatIsBeingCountedIsLookedForAgain() {
    #expect(ForecastPage(nil, PageSamples.frame()).text.contains("http-equiv=\"refresh\""))
  }

  @Test func warmthGoesWithTheSquareRoot() {
    #expect([0, 1, 25, 100].map { ForecastPage.warmth($0, 100) } == [0, 1, 3, 5])
  }
}
