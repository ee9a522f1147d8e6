import Foundation
import TestSupport
import Testing

/// What people change on the server counts here within one poll, and the ledger says so.
@Suite("A change on the server", .timeLimit(.minutes(15)))
struct ObedienceTests {
  let house: HouseDaemon.House
  var daemon: DaemonProcess { house.daemon }
  var server: ZenMLServer { house.server }

  init() async throws { house = try await HouseDaemon.shared.house() }

  /// A poll comes every second and takes less than one; the rest is for a busy machine, on which one may fail after half a minute.
  private static let onePoll = Duration.seconds(180)

  @Test func ofTheExpressionIsObeyedWithinOnePoll() async throws {
    let id = try await server.create(
      NewSchedule(
        name: uniqueName("edited"), cron: "0 0 1 1 *", pipeline: server.facts.pipelines["scoring"]))
    try await daemon.waitForState("armed", of: id)
    try await server.update(id, ScheduleEdit(cronExpression: "15 4 2 2 *"))
    let schedule = try await eventually("the new expression counts", within: Self.onePoll) {
      try await daemon.schedule(id)
    } until: {
      $0?.nextDue?.hasSuffix("-02-02T04:15:00Z") == true
    }
    #expect(schedule?.cronExpression == "15 4 2 2 *")
    try await server.delete(id)
  }

  @Test func toInactivePausesItAndOneRowCoversThePause() async throws {
    let (id, path) = try await beating("paused")
    try await server.update(id, ScheduleEdit(active: false))
    try await daemon.waitForState("paused", of: id, within: Self.onePoll)

    let row = try await eventually("a row covers the pause") {
      try await daemon.runs(id).first
    } until: {
      $0?.outcome == "skipped_paused" && ($0?.count ?? 0) >= 3
    }
    let pause = try #require(row)
    #expect(try await daemon.runs(id).count { $0.outcome == "skipped_paused" } == 1)
    #expect(pause.dueLast > pause.due && pause.startedAt == nil && pause.reason != nil)
    #expect(house.target.dues(path).allSatisfy { $0 < pause.due })

    try await server.update(id, ScheduleEdit(active: true))
    try await daemon.waitForState("armed", of: id, within: Self.onePoll)
    try await daemon.waitForOutcome("succeeded", of: id)
    try expectEachInstantOnce(try await daemon.runs(id).sorted { $0.due < $1.due }, every: 2)
    try await server.delete(id)
  }

  @Test(arguments: [true, false])
  func thatTakesItAwayEndsItsFires(_ isArchived: Bool) async throws {
    let (id, path) = try await beating(isArchived ? "archived" : "deleted")
    if isArchived { try await server.archive(id) } else { try await server.delete(id) }
    try await eventually("it is gone", within: Self.onePoll) {
      try await daemon.schedule(id)
    } until: {
      $0 == nil
    }

    let gone = Moment.text(Date())
    // Its next two instants.
    try await Moment.pass(try Moment.date(gone).addingTimeInterval(5))
    #expect(house.target.dues(path).allSatisfy { $0 <= gone })
    try expectEachInstantOnce(try await daemon.runs(id).sorted { $0.due < $1.due }, every: 2)
  }

  /// A schedule that calls the target every two seconds, and has done so.
  private func beating(_ word: String) async throws -> (id: String, path: String) {
    let (name, path) = (uniqueName(word), "/\(uniqueName(word))")
    try daemon.place.writeSchedules(
      ScheduleFile.binding("name: \(name)", trigger: "kind: http, url: '\(house.target.url(path))'"), to: "\(name).yaml")
    daemon.hangUp()
    let id = try await server.create(NewSchedule(name: name, interval: 2, start: Moment.ahead(2)))
    try await eventually("it fires") {
      house.target.keys(path).count
    } until: {
      $0 >= 2
    }
    return (id, path)
  }
}
