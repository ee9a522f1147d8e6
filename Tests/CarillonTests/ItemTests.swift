import CivilTime
import ControlMessages
import Scheduling
import Testing

@testable import carillon

@Suite struct ItemTests {
  @Test(arguments: [39_600, 46_800, 432_000] as [Int64])
  func anIntervalIsTheSameOnBothSidesOfTheSocket(seconds: Int64) throws {
    let status = sampleStatus {
      $0.record.cronExpression = nil
      $0.record.interval = .seconds(seconds)
    }
    let item = ScheduleItem(status)
    #expect(item.intervalSeconds == Double(seconds))
    #expect(try ScheduleRecord(item).interval == .seconds(seconds))
  }

  @Test func aPolicysTimesAreShownExactly() throws {
    let status = sampleStatus {
      $0.policy.timeout = .seconds(46_800)
      $0.policy.jitter = .milliseconds(1_500)
    }
    let item = ScheduleItem(status)
    var fields = FieldList()
    PolicyFields(policy: try #require(item.policy), schedule: item).add(to: &fields)
    #expect(fields.text.contains("up to 1.5 s\n"))
    #expect(fields.text.contains("13 h\n"))
  }
}
