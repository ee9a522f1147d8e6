import CivilTime
import ControlMessages
import Testing

@testable import carillon

@Suite struct DetailsTests {
  @Test func aScheduleIsShownWithAllThatIsKnown() {
    let schedule = ScheduleItem.sample("nightly") {
      ($0.startTime, $0.warnings) = ("2026-11-20T00:00:00Z", ["the zone has daylight time"])
      ($0.binding, $0.lastOutcome) = ("schedules/nightly.yaml:3", "failed")
    }
    #expect(
      ScheduleDetails(schedule: schedule, moments: sampleMoments).text == """
        name          nightly
        id            11111111-1111-5111-8111-111111111111
        source        file, revision 1
        state         armed
        warning       the zone has daylight time
        when          0 2 * * *, time zone UTC
        start         2026-11-20T00:00:00Z (1 d 2 h ago)
        next due      2026-11-21T02:00:45Z (in 45 s)
        last outcome  failed
        trigger       command
        binding       schedules/nightly.yaml:3
        policy        misfire last, overlap skip

        """)
  }

  @Test func statusSaysFirstWhatNeedsAttention() {
    let sync = SyncMessage(
      server: "https://zen.example", lastSuccess: "2026-11-21T01:00:00Z", lastAttempt: "2026-11-21T01:59:55Z",
      error: "no answer within 30 s", schedules: 7)
    let status = StatusMessage(
      version: "0.1.0", instance: "i1", processID: 42, startedAt: "2026-11-20T02:00:00Z", now: "2026-11-21T02:00:00Z",
      schedules: ["armed": 6, "invalid": 1, "paused": 0], nextDue: "2026-11-21T02:00:45Z", nextSchedule: "nightly",
      firesUnderWay: 1, reportsWaiting: 3, sync: sync, problems: ["the server does not answer"])
    #expect(
      StatusText(status: status, moments: sampleMoments).text == """
        health           needs attention
        problem          the server does not answer
        next             2026-11-21T02:00:45Z (in 45 s) nightly
        schedules        6 armed, 1 invalid
        fires under way  1
        reports waiting  3
        server           https://zen.example
        synced           2026-11-21T01:00:00Z (1 h ago)
        tried            2026-11-21T01:59:55Z (5 s ago)
        sync error       no answer within 30 s
        on the server    7 schedules
        daemon           carillon 0.1.0, pid 42, instance i1
        started          2026-11-20T02:00:00Z (1 d ago)

        """)
  }

  @Test func theZoneOfAnExpressionIsTheOneThatIsShown() {
    let schedule = ScheduleItem.sample("nightly") { $0.cronExpression = "CRON_TZ=Asia/Tokyo 0 2 * * *" }
    #expect(ScheduleDetails(schedule: schedule, moments: sampleMoments).text.contains("0 2 * * *, time zone Asia/Tokyo\n"))
    #expect(ScheduleTable(schedules: [schedule], moments: sampleMoments).text.contains("Asia/Tokyo  command"))
  }

  @Test func failedRunsNeedAttentionThoughTheDaemonIsWell() {
    var status = StatusMessage(
      version: "0.1.0", instance: "i", processID: 1, startedAt: "2026-11-21T01:00:00Z", now: "2026-11-21T02:00:00Z", schedules: [:],
      nextDue: nil, nextSchedule: nil, firesUnderWay: 0, reportsWaiting: 0, sync: nil, problems: [])
    #expect(StatusText(status: status, moments: sampleMoments).text.hasPrefix("health           good\n"))
    status.attention = ["2 fires failed"]
    let text = StatusText(status: status, moments: sampleMoments).text
    #expect(text.hasPrefix("health           needs attention\nattention        2 fires failed\n"))
  }

  @Test func aSyncTellsOfBrokenFilesFirst() {
    let sync = SyncMessage(
      server: "", lastSuccess: "2026-11-21T01:59:55Z", lastAttempt: "2026-11-21T01:59:55Z", error: nil, schedules: 36,
      problems: ["cmd.yaml:2:1: unknown key 'crn'"])
    #expect(
      SyncText(sync: sync, moments: sampleMoments).text == """
        problem     cmd.yaml:2:1: unknown key 'crn'
        server      none is configured
        files read  2026-11-21T01:59:55Z (5 s ago)
        schedules   36

        """)
  }

  @Test func aSyncTellsOfWhatMatchesNothing() {
    let sync = SyncMessage(
      server: "https://zen.example", lastSuccess: "2026-11-21T01:59:55Z", lastAttempt: "2026-11-21T01:59:55Z", error: nil, schedules: 7,
      attention: ["the binding of b.yaml:1 matches no schedule of the server"])
    #expect(
      SyncText(sync: sync, moments: sampleMoments).text == """
        attention      the binding of b.yaml:1 matches no schedule of the server
        server         https://zen.example
        synced         2026-11-21T01:59:55Z (5 s ago)
        on the server  7 schedules

        """)
  }

  @Test func aTriggeredFireIsOneLine() {
    let run = RunItem.sample("failed") { ($0.reason, $0.runName) = ("exit status 3", "nightly-1") }
    #expect(
      runLine(run) == "fire 33333333-3333-5333-8333-333333333333 of \"nightly\": failed (exit status 3), run nightly-1\n")
  }

  @Test(
    arguments: [
      (0, "now"), (1, "in 1 s"), (59, "in 59 s"), (60, "in 1 min"), (-61, "1 min 1 s ago"), (7_199, "in 1 h 59 min"),
      (-86_400, "1 d ago"), (93_600, "in 1 d 2 h"),
    ] as [(Int64, String)])
  func distancesHaveTwoUnits(seconds: Int64, words: String) {
    #expect(sampleMoments.distance(to: sampleMoments.now + .seconds(seconds)) == words)
  }

  @Test(arguments: [(0, "0 ms"), (999, "999 ms"), (1_250, "1.25 s"), (-20, "-20 ms"), (61_000, "1 min 1 s")] as [(Int64, String)])
  func latenessIsShort(milliseconds: Int64, words: String) {
    #expect(Moments.lateness(milliseconds: milliseconds) == words)
  }

  @Test func aTimeThatIsNoneIsShownAsItCame() {
    #expect(sampleMoments.moment("soon") == "soon")
  }
}
