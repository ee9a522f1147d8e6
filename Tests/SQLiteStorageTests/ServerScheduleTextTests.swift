import CivilTime
import Foundation
import Scheduling
import TestSupport
import Testing

@testable import SQLiteStorage

/// The store's own reader of cached schedules, beside the one that Swift derives.
struct ServerScheduleTextTests {
  private static var full: ServerSchedule {
    let record = ScheduleRecord(
      id: StoreSamples.nightly, name: "nächtlich \"1\"", source: .zenml, cronExpression: "0 2 * * *", interval: .milliseconds(1500),
      runOnceStartTime: StoreSamples.instant(1), timeZone: "Europe/Stockholm", startTime: StoreSamples.instant(2),
      endTime: StoreSamples.instant(3), active: false, updated: StoreSamples.instant(4), pipelineID: StoreSamples.hourly,
      orchestratorID: StoreSamples.nightly, defect: "its interval is no number")
    return ServerSchedule(
      record: record, pipelineName: "training", orchestrator: .flavor("kubernetes", isCustom: true), misfire: .all,
      bindingText: #"{"trigger": {}}"#,
      deployments: [
        ServerSchedule.Deployment(id: StoreSamples.hourly, name: "one", hasAnswered: true),
        ServerSchedule.Deployment(id: StoreSamples.nightly, name: "two", hasAnswered: false),
      ], otherInstance: "elsewhere")
  }

  private static var bare: ServerSchedule {
    ServerSchedule(record: ScheduleRecord(id: StoreSamples.nightly, name: "", source: .zenml))
  }

  private static var unknown: ServerSchedule {
    ServerSchedule(record: ScheduleRecord(id: StoreSamples.nightly, name: "x", source: .file), orchestrator: .unknown)
  }

  @Test(arguments: [full, bare, unknown])
  func whatIsWrittenIsRead(schedule: ServerSchedule) throws {
    #expect(try read(try JSONText.encode(schedule)) == schedule)
  }

  /// Its lower half is greater than the greatest signed number.
  @Test(arguments: [Duration.seconds(5400), .seconds(60), .milliseconds(1), .seconds(400 * 86_400), .seconds(-5), .zero])
  func everyIntervalIsReadToTheAttosecond(interval: Duration) throws {
    var schedule = Self.bare
    schedule.record.interval = interval
    #expect(try read(try JSONText.encode(schedule)) == schedule)
  }

  /// A field that is added to these types has to be added to the reader.
  @Test func everyFieldIsKnownToTheReader() {
    #expect(StoreSamples.fieldCount(ofShared: Self.full) == 7)
    #expect(Mirror(reflecting: Self.full.record).children.count == 14)
    #expect(Mirror(reflecting: Self.full.deployments[0]).children.count == 3)
  }

  @Test func nullIsAsGoodAsNothing() throws {
    let id = StoreSamples.nightly
    let text = """
      {"record": {"id": "\(id)", "name": "x", "source": "file", "active": true, "timeZone": null, "updated": null, "pipelineID": null},
       "orchestrator": {"unknown": {}}, "deployments": [], "misfire": null, "otherInstance": null, "later": {"a": [1]}}
      """
    #expect(try read(text) == Self.unknown)
  }

  @Test(arguments: [
    "", "{}", "[]", #"{"record": {}}"#, #"{"record": {"id": "x", "name": "x", "source": "file", "active": true}}"#,
    #"{"record": {"id": "00000000-0000-4000-8000-000000000001", "name": "x", "source": "post", "active": true}}"#,
    #"{"record": {"id": "00000000-0000-4000-8000-000000000001", "name": "x", "source": "file", "active": 1}}"#,
    #"{"record": {"id": "00000000-0000-4000-8000-000000000001", "name": "x", "source": "file", "active": true}} x"#,
    #"{"orchestrator": {"flavor": {"_0": "local"}}}"#, #"{"record": {"interval": [0]}}"#, #"{"record": {"interval": [0, -1]}}"#,
  ])
  func whatIsNoScheduleIsRefused(text: String) {
    #expect(throws: JSONScanner.Failure.self) { try read(text) }
  }

  private func read(_ text: String) throws(JSONScanner.Failure) -> ServerSchedule {
    let result = Array(text.utf8).withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      return Result { () throws(JSONScanner.Failure) in try scanner.serverSchedule() }
    }
    return try result.get()
  }
}
