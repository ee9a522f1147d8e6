import CivilTime
import Scheduling

/// A schedule as the world's server or one of its files has it.
struct SimulatedSchedule {
  let id: Identifier
  var name: String
  var source: ScheduleRecord.Source
  var timing: SimulatedTiming
  var zone: String?
  var start: Instant?
  var end: Instant?
  var standing: ScheduleDefinition.Standing
  var tag: String?
  var nature: TargetNature
  /// What is sent along: an edit of it is a new revision.
  var payload = 0
  var policy: Policy
  /// When the server last changed it.
  var updated: Instant

  /// Some of the blue ones are red too, in the second place.
  private var tags: [String] { tag == "blue" && id.low.isMultiple(of: 2) ? ["blue", "red"] : tag.map { [$0] } ?? [] }

  var definition: ScheduleDefinition {
    var record = ScheduleRecord(id: id, name: name, source: source, timeZone: zone, startTime: start, endTime: end, updated: updated)
    timing.write(to: &record)
    record.active = standing != .paused
    if standing == .invalid { record.defect = "a field cannot be read" }
    return ScheduleDefinition(
      record: record, standing: standing == .invalid ? .armed : standing, policy: policy, tags: tags,
      trigger: standing == .unbound || standing == .observed ? nil : nature.trigger(payload: payload))
  }

  /// Where the grid of an interval begins.
  static func anchor(of record: ScheduleRecord) -> Int64 { record.startTime?.secondsSinceEpoch ?? 0 }
}
