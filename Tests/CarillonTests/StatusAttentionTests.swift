import CivilTime
import Scheduling
import Testing

@testable import carillon

/// What `status` says of runs and schedules while the daemon is well.
@Suite struct StatusAttentionTests {
  private func sentences(_ statuses: [ScheduleStatus] = [], deadLetters: Int = 0) -> [String] {
    StatusAttention(statuses: statuses, deadLetters: deadLetters).sentences
  }

  private func paused(_ name: String, because code: String = "paused_after_failures") -> ScheduleStatus {
    var memory = ScheduleState.initial
    memory.pause = Pause(since: sampleDue, reason: Reason(code, "it failed 3 times in a row"))
    return sampleStatus(memory: memory) { $0.record.name = name }
  }

  private func follower(of upstream: String) -> ScheduleStatus {
    let action = Scheduling.Trigger.command(CommandTrigger(argv: ["/bin/true"]))
    return sampleStatus(trigger: .chain(ChainTrigger(after: upstream, .success, action: action))) { $0.record.name = "evaluate" }
  }

  @Test func nothingIsSaidWhenNothingIsWrong() {
    #expect(sentences([sampleStatus(), follower(of: "nightly")]).isEmpty)
  }

  @Test(
    arguments: [
      (1, "1 fire failed and nobody has dealt with it: carillon dead-letters list"),
      (3, "3 fires failed and nobody has dealt with them: carillon dead-letters list"),
      (1000, "1000 or more fires failed and nobody has dealt with them: carillon dead-letters list"),
    ] as [(Int, String)])
  func failedFiresAreCounted(deadLetters: Int, sentence: String) {
    #expect(sentences(deadLetters: deadLetters) == [sentence])
  }

  private func missed(_ names: String...) -> [String] {
    let rows = names.map { name in
      sampleRow(.skippedMisfire) { ($0.scheduleName, $0.scheduleID) = (name, ScheduleRecord.fileID(name: name)) }
    }
    return StatusAttention(statuses: [], deadLetters: 0, missed: rows).sentences
  }

  @Test func whatWasNotStartedIsCountedBySchedule() {
    let at = "--at \(sampleDue.iso8601)"
    #expect(missed("a b") == ["1 due instant of a b was not started: carillon why 'a b' \(at)"])
    #expect(
      missed("a", "b", "b") == [
        "2 due instants of b were not started: carillon why b \(at)", "1 due instant of a was not started: carillon why a \(at)",
      ])
  }

  @Test func aRowOfSeveralInstantsCountsAsSoMany() {
    let first = sampleDue.advanced(by: .seconds(-73 * 3600))
    let row = sampleRow(.unbound) { ($0.count, $0.due, $0.dueLast) = (74, first, sampleDue) }
    let attention = StatusAttention(statuses: [], deadLetters: 0, missed: [row])
    #expect(
      attention.sentences == [
        "74 due instants of nightly, since \(first.iso8601), were not started: carillon why nightly --at \(sampleDue.iso8601)"
      ])
  }

  @Test func manySchedulesThatMissedSomethingAreCounted() {
    let all = missed("a", "b", "c", "d", "e", "f", "g")
    #expect(all.count == 6)
    #expect(all.last == "due instants of 2 more schedules were not started: carillon runs")
  }

  @Test func aPauseAfterFailuresSaysHowItEnds() {
    #expect(sentences([paused("a b")]) == ["a b is paused after failures: carillon resume 'a b'"])
    #expect(sentences([paused("a", because: "paused")]).isEmpty)
  }

  @Test func manyPausesAreCounted() {
    let all = sentences((1...7).map { paused("s\($0)") })
    #expect(all.count == 6)
    #expect(all.last == "2 more schedules are paused after failures: carillon list")
  }

  @Test func whatFiresAsItWasLastReadIsNamedByFile() {
    let unread = Reason("file_unread", "schedules/nightly.yaml:3 cannot be used as it stands")
    func old(_ name: String, standing: ScheduleDefinition.Standing = .armed) -> ScheduleStatus {
      sampleStatus(standing: standing) {
        $0.record.name = name
        $0.warnings = [unread]
      }
    }
    let file = "schedules/nightly.yaml cannot be used as it stands:"
    #expect(sentences([old("a"), sampleStatus()]) == ["\(file) a goes on as it was last read; mend it, then carillon sync"])
    #expect(sentences([old("a"), old("b")]) == ["\(file) 2 schedules go on as they were last read; mend it, then carillon sync"])
    #expect(sentences([old("a", standing: .unbound)]).isEmpty, "which is a problem by itself")
  }

  @Test func whoFollowsNobodyIsNamed() {
    #expect(
      sentences([sampleStatus(), follower(of: "nihgtly")]) == [
        "evaluate never runs: it follows 'nihgtly', and no schedule has that name or id; correct its on_success"
      ])
    let upstream = sampleStatus()
    #expect(sentences([upstream, follower(of: upstream.schedule.id.description)]).isEmpty)
    #expect(sentences([upstream, follower(of: upstream.schedule.id.description.uppercased())]).count == 1, "so the scheduler compares")
    #expect(StatusAttention(statuses: [follower(of: "nobody")], deadLetters: 0, knowsAll: false).sentences.isEmpty)
  }

  @Test func aBindingThatMatchesNothingIsNamedOnceTheServerIsRead() {
    var attention = StatusAttention(statuses: [], deadLetters: 0, idleBindings: ["b.yaml:1"])
    #expect(attention.sources == ["the binding of b.yaml:1 matches no schedule of the server: correct its match, or delete it"])
    #expect(attention.sentences == attention.sources)
    attention.knowsAll = false
    #expect(attention.sentences.isEmpty)
  }

  @Test func aNameOfTheServerAndOfAFileIsToldWhileBothFire() {
    let ofServer = sampleStatus { $0.record.source = .zenml }
    #expect(
      sentences([ofServer, sampleStatus()]) == [
        "nightly is there twice, of the server and of schedules/nightly.yaml:3, and both fire: rename, pause or delete one"
      ])
    #expect(sentences([ofServer, sampleStatus { $0.record.name = "other" }]).isEmpty)
    #expect(sentences([ofServer, sampleStatus(standing: .paused)]).isEmpty)
  }
}
