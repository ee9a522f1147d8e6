import CivilTime
import ControlMessages
import Scheduling
import Testing

@testable import carillon

/// What leads to an instant, step by step.
@Suite struct WhyStepTests {
  @Test func theStoryGoesFromTheRecordToTheSync() {
    let message = sampleStory(rows: [sampleRow(.succeeded)]).message(at: sampleDue)
    #expect(message.story.map(\.step) == ["record", "binding", "rule", "zone", "policy", "state", "ledger", "sync"])
    #expect(text("binding", message) == "runs /bin/true, from schedules/nightly.yaml:3")
    #expect(text("rule", message)?.hasPrefix("0 2 * * *: ") == true)
    #expect(text("policy", message) == "misfire last, overlap skip")
  }

  @Test func anIntervalIsSaidExactly() {
    let status = sampleStatus {
      $0.record.cronExpression = nil
      $0.record.interval = .seconds(90_061)
    }
    #expect(text("rule", sampleStory(status).message(at: sampleDue))?.hasPrefix("every 1 d 1 h 1 min 1 s, counted from ") == true)
    #expect(TimingWords(status.schedule).words(after: sampleDue) == "Every 1 d 1 h 1 min 1 s")
  }

  @Test func thePolicyLineSaysWhatEndsAndRepeatsARun() {
    let status = sampleStatus {
      $0.policy.timeout = .seconds(5_430)
      $0.policy.retry.attempts = 3
    }
    let message = sampleStory(status).message(at: sampleDue)
    #expect(text("policy", message) == "misfire last, overlap skip, timeout 1 h 30 min 30 s, up to 3 attempts")
  }

  @Test func thePolicyLineSaysAllThatIsNotTheDefault() {
    let status = sampleStatus {
      ($0.policy.misfire, $0.policy.misfireLimit, $0.policy.pauseAfterFailures, $0.policy.retryUnknown) = (.all, 7, 3, true)
      ($0.policy.retry.attempts, $0.policy.retry.exitCodes) = (2, [75...78])
    }
    let line = text("policy", sampleStory(status).message(at: sampleDue))
    #expect(
      line == "misfire all, overlap skip, misfire limit 7, up to 2 attempts (exit codes 75-78), retry_unknown true, "
        + "pause after 3 failures in a row")
  }

  @Test func theZoneSaysWhatTheClockOnTheWallShows() {
    let status = sampleStatus { $0.record.timeZone = "Europe/Stockholm" }
    let message = sampleStory(status).message(at: sampleDue.advanced(by: .seconds(-3600)))
    #expect(text("zone", message) == "Europe/Stockholm, where it is 2026-11-21T02:00:00+01:00 then")
  }

  @Test func aSkippedLocalTimeIsExplained() throws {
    let status = sampleStatus {
      ($0.record.timeZone, $0.record.cronExpression) = ("Europe/Stockholm", "30 2 * * *")
    }
    let message = sampleStory(status).message(at: try Instant(iso8601: "2027-03-28T01:00:00Z"))
    #expect(text("zone", message)?.contains("the clock goes forward and skips 2027-03-28T02:30:00") == true)
  }

  @Test func theAgeOfTheSyncIsTold() {
    var story = sampleStory()
    let source = SourceAge(server: "https://zen.example", lastSync: story.now.advanced(by: .seconds(-5)), error: "no answer")
    story = Story(subject: story.subject, rows: [], horizon: nil, source: source, now: story.now)
    let message = story.message(at: sampleDue)
    #expect(message.lastSync == "2026-11-21T11:59:55Z")
    #expect(text("sync", message) == "https://zen.example was last read 5 s ago, at 2026-11-21T11:59:55Z; the last try failed: no answer")
  }

  @Test func aLaterFireThatSomebodyAskedForIsNamed() {
    let later = sampleDue.advanced(by: .seconds(3600))
    let manual = sampleRow(.timedOut) {
      ($0.id, $0.kind) = (ScheduleRecord.fileID(name: "another"), .manual)
      ($0.due, $0.dueLast, $0.claimedAt) = (later, later, later)
    }
    var story = sampleStory(rows: [sampleRow(.succeeded)])
    story.newer = manual
    #expect(
      text("newer", story.message(at: sampleDue))
        == "a manual fire of 2026-11-21T03:00:00Z: timed out; carillon why nightly --at 2026-11-21T03:00:00Z")
    story = Story(subject: story.subject, rows: [manual], horizon: nil, source: SourceAge(), now: story.now)
    story.newer = manual
    #expect(text("newer", story.message(at: later)) == nil, "the row that the story is about is not another one")
  }

  @Test func itIsShownWithTheAnswerFirst() {
    let why = WhyMessage(
      scheduleID: "i", schedule: "nightly", at: "2026-11-21T01:58:00Z", verdict: .recorded, answer: "it failed", advice: "mend it",
      story: [.init("record", "a file"), .init("ledger", "failed")], nextDue: "2026-11-21T02:00:45Z")
    #expect(
      WhyText(why: why, moments: sampleMoments).text == """
        it failed
        what to do: mend it

        instant    2026-11-21T01:58:00Z (2 min ago)
        record     a file
        ledger     failed
        due after  2026-11-21T02:00:45Z (in 45 s)

        """)
  }

  private func text(_ step: String, _ message: WhyMessage) -> String? { message.story.first { $0.step == step }?.text }
}
