import ControlMessages
import Testing

@testable import carillon

@Suite struct TableTests {
  @Test func schedulesStandInAlignedColumns() {
    let schedules = [
      ScheduleItem.sample("nightly") { $0.lastOutcome = "succeeded" },
      ScheduleItem.sample("every-90-min") {
        ($0.cronExpression, $0.intervalSeconds, $0.source, $0.timeZone) = (nil, 5400, "zenml", "Europe/Stockholm")
        ($0.state, $0.trigger, $0.nextDue) = ("unbound", nil, nil)
        $0.reason = "no deployment of the pipeline answers"
      },
    ]
    #expect(
      ScheduleTable(schedules: schedules, moments: sampleMoments).text == """
        NAME          SOURCE  STATE    WHEN          ZONE              TRIGGER  NEXT DUE                        LAST OUTCOME  REASON
        nightly       file    armed    0 2 * * *     UTC               command  2026-11-21T02:00:45Z (in 45 s)  succeeded
        every-90-min  zenml   unbound  every 90 min  Europe/Stockholm  -                                        -             no deployment of the pipeline answers

        """)
  }

  @Test func aColumnThatIsEmptyEverywhereIsLeftOut() {
    let text = ScheduleTable(schedules: [.sample("nightly") { $0.nextDue = nil }], moments: sampleMoments).text
    #expect(
      text == """
        NAME     SOURCE  STATE  WHEN       ZONE  TRIGGER  LAST OUTCOME
        nightly  file    armed  0 2 * * *  UTC   command  -

        """)
  }

  @Test func noSchedulesAreSaidInWords() {
    #expect(ScheduleTable(schedules: [ScheduleSummary](), moments: sampleMoments).text == "no schedules\n")
    #expect(RunTable(runs: [], moments: sampleMoments).text == "no runs\n")
  }

  @Test func runsShowWhenHowLateAndWhy() {
    let runs = [
      RunItem.sample("succeeded") { $0.runName = "nightly-20261121T015800Z-33333333" },
      RunItem.sample("skipped_misfire") {
        ($0.dueLast, $0.count, $0.latenessMilliseconds) = ("2026-11-21T01:59:00Z", 2, nil)
        $0.reason = "the daemon was down"
      },
    ]
    #expect(
      RunTable(runs: runs, moments: sampleMoments).text == """
        DUE                                                       SCHEDULE  KIND       OUTCOME          LATENESS  ATTEMPT  FIRE                                  RUN                                REASON
        2026-11-21T01:58:00Z (2 min ago)                          nightly   scheduled  succeeded        12 ms     1        33333333-3333-5333-8333-333333333333  nightly-20261121T015800Z-33333333
        2026-11-21T01:58:00Z … 2026-11-21T01:59:00Z (2 instants)  nightly   scheduled  skipped_misfire  -         1        33333333-3333-5333-8333-333333333333  -                                  the daemon was down

        """)
  }

  @Test func whatControlsTheTerminalBecomesVisible() {
    let text = ScheduleTable(schedules: [.sample("a\u{1B}[31m\n\u{202E}b")], moments: sampleMoments).text
    #expect(text.contains("a\u{FFFD}[31m\u{FFFD}\u{FFFD}b"))
    #expect(text.split(separator: "\n").count == 2)
  }

  @Test func lettersOfManyBytesCountOnce() {
    let text = TextTable(["A", "B"], [["åäö", "x"], ["e\u{301}👩‍🔬", "y"]]).text
    #expect(text == "A    B\nåäö  x\ne\u{301}👩‍🔬   y\n")
  }
}
