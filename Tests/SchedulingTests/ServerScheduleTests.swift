import Foundation
import Scheduling
import Testing

/// Copies share what they hold until one is changed.
@Suite struct ServerScheduleTests {
  private let schedule = ServerSchedule(
    record: ScheduleRecord(id: Identifier(high: 0, low: 1), name: "a", source: .zenml, cronExpression: "0 2 * * *"),
    deployments: [.init(id: Identifier(high: 0, low: 2), name: "live", hasAnswered: true)])

  @Test func aChangedCopyLeavesTheOtherAsItWas() {
    var copy = schedule
    #expect(copy == schedule)
    copy.deployments[0].hasAnswered = false
    copy.record.name = "b"
    #expect(copy != schedule)
    #expect(schedule.deployments.map(\.hasAnswered) == [true] && schedule.record.name == "a")
    copy.deployments[0].hasAnswered = true
    copy.record.name = "a"
    #expect(copy == schedule && copy.hashValue == schedule.hashValue)
  }

  /// The cache of an earlier release is read.
  @Test func isWrittenFlat() throws {
    let text = try JSONEncoder().encode(schedule)
    let keys = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any]).keys.sorted()
    #expect(keys == ["deployments", "orchestrator", "record"])
    #expect(try JSONDecoder().decode(ServerSchedule.self, from: text) == schedule)
  }
}
