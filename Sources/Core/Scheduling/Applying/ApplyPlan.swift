import CivilTime

/// What has to be done on a server so that it holds what the files say. Schedules are the same when their names are.
package struct ApplyPlan: Sendable {
  package enum Step: Sendable {
    case create(WantedSchedule)
    /// What the server can change in place.
    case update(Identifier, WantedSchedule, [ApplyChange])
    /// What it cannot: the old schedule is archived, and its id goes with it.
    case replace(Identifier, WantedSchedule, [ApplyChange])
    case delete(Identifier, name: String)
    case keep(Identifier, name: String)
  }

  package struct Obstacle: Hashable, Sendable {
    package let name: String
    package let location: String
    package let sentence: String
  }

  package private(set) var steps: [Step] = []
  /// Why something cannot be done. With any of them nothing at all should be done.
  package private(set) var obstacles: [Obstacle] = []

  /// - Parameters:
  ///   - present: what the server holds, archived schedules excepted.
  ///   - prunes: deletes what an earlier apply of the same set has made and no file wants any more. What others made stays.
  ///   - set: the name of the files' set; nil: what is applied without one is a set, too.
  package init(wanted: [WantedSchedule], present: [PresentSchedule], prunes: Bool, set: String? = nil) {
    let byName = Dictionary(present.map { ($0.record.name, $0) }) { first, _ in first }
    for var schedule in wanted.sorted(by: { $0.record.name < $1.record.name }) {
      schedule.set = set
      let present = byName[schedule.record.name]
      if let sentence = schedule.obstacle ?? present?.obstacle(to: set) {
        obstacles.append(Obstacle(name: schedule.record.name, location: schedule.location, sentence: sentence))
      } else {
        steps.append(Self.step(schedule, over: present))
      }
    }
    guard prunes else { return }
    let names = Set(wanted.map(\.record.name))
    let outdated = present.filter { !names.contains($0.record.name) && $0.mark == .appliedMark(of: set) }
    steps += outdated.sorted { $0.record.name < $1.record.name }.map { .delete($0.record.id, name: $0.record.name) }
  }

  private static func step(_ wanted: WantedSchedule, over present: PresentSchedule?) -> Step {
    guard let present else { return .create(wanted) }
    let changes = ApplyChange.all(from: present, to: wanted)
    if changes.isEmpty { return .keep(present.record.id, name: wanted.record.name) }
    return changes.allSatisfy(\.isPossibleInPlace)
      ? .update(present.record.id, wanted, changes) : .replace(present.record.id, wanted, changes)
  }

  /// True when the server holds all of it already.
  package var isDone: Bool {
    obstacles.isEmpty && steps.allSatisfy { if case .keep = $0 { true } else { false } }
  }
}

/// A schedule that a server holds.
package struct PresentSchedule: Sendable {
  package var record: ScheduleRecord
  /// Its binding, read; nil without one, and for one that is no JSON.
  package var binding: JSONValue?

  package init(record: ScheduleRecord, binding: JSONValue?) {
    self.record = record
    self.binding = binding
  }

  /// The mark that `apply` leaves in the bindings that it writes.
  package static let appliedKey = "applied"

  /// Whose prune may delete it; nil: no apply has made it.
  var mark: JSONValue? { binding?[Self.appliedKey] }

  /// Why an apply of `set` must not change it. What was applied without a set is free to join one.
  fileprivate func obstacle(to set: String?) -> String? {
    guard let other = mark?.stringValue, other != set else { return nil }
    return "the server's schedule of this name was applied as one of the set '\(other)'; give --set \(other) if it is this one, or this "
      + "schedule another name"
  }
}

/// One difference between what a server holds and what a file wants.
package struct ApplyChange: Hashable, Sendable {
  package enum Part: String, Hashable, Sendable {
    case cronExpression = "cron_expression"
    case interval = "interval_seconds"
    case runOnce = "run_once_start_time"
    case startTime = "start_time"
    case endTime = "end_time"
    case active, binding
  }

  package let part: Part
  /// As people write it; nil: nothing.
  package let before: String?
  package let after: String?
  /// The server keeps the timing of a schedule for ever, the text of a cron expression excepted.
  package let isPossibleInPlace: Bool

  static func all(from present: PresentSchedule, to wanted: WantedSchedule) -> [ApplyChange] {
    let (old, new) = (present.record, wanted.record)
    let swapsCron = old.cronExpression != nil && new.cronExpression != nil
    return [
      change(.cronExpression, old.cronExpression, new.cronExpression, inPlace: swapsCron),
      change(.interval, old.interval?.iso8601, new.interval?.iso8601, inPlace: false),
      change(.runOnce, old.runOnceStartTime?.iso8601, wanted.serverRunOnce?.iso8601, inPlace: false),
      change(.startTime, old.startTime?.iso8601, new.serverStartTime?.iso8601, inPlace: false),
      change(.endTime, old.endTime?.iso8601, new.endTime?.iso8601, inPlace: false),
      change(.active, "\(old.active)", "\(new.active)", inPlace: true),
      bindingChange(present.binding, wanted.appliedBinding),
    ].compactMap(\.self)
  }

  private static func change(_ part: Part, _ before: String?, _ after: String?, inPlace: Bool) -> ApplyChange? {
    before == after ? nil : ApplyChange(part: part, before: before, after: after, isPossibleInPlace: inPlace)
  }

  /// Named by the places that differ: a binding is long.
  private static func bindingChange(_ before: JSONValue?, _ after: JSONValue) -> ApplyChange? {
    let (before, after) = (before?.asReadBack, after.asReadBack)
    guard before != after else { return nil }
    let places = JSONValue.differences(before ?? [:], after).filter { $0 != PresentSchedule.appliedKey }
    return ApplyChange(
      part: .binding, before: before == nil ? nil : "as it is",
      after: places.isEmpty ? "marked as applied" : places.joined(separator: ", "),
      isPossibleInPlace: true)
  }
}

extension JSONValue {
  /// The set's name, or true.
  fileprivate static func appliedMark(of set: String?) -> JSONValue { set.map(JSONValue.string) ?? true }

  /// As JSON text brings it back, in which the numbers 1.0 and 1 are one.
  fileprivate var asReadBack: JSONValue {
    switch self {
    case .number(let value): Int64(exactly: value).map(JSONValue.integer) ?? self
    case .array(let items): .array(items.map(\.asReadBack))
    case .object(let members): .object(members.mapValues(\.asReadBack))
    case .null, .bool, .integer, .string: self
    }
  }

  /// The places, in words such as `trigger.parameters.lr`, at which two values differ; the whole is the empty text.
  static func differences(_ a: JSONValue, _ b: JSONValue) -> [String] {
    guard case .object(let left) = a, case .object(let right) = b else { return a == b ? [] : [""] }
    return Set(left.keys).union(right.keys).sorted().flatMap { key in
      let (old, new) = (left[key], right[key])
      guard let old, let new else { return [key] }
      return differences(old, new).map { $0.isEmpty ? key : "\(key).\($0)" }
    }
  }
}

extension WantedSchedule {
  /// The server wants a timing of every schedule. One that follows another gets an instant that is long over, which counts for
  /// nobody: with a chain, the record's own timing is not used, and without its trigger the schedule has not `ended` by it.
  package var serverRunOnce: Instant? { trigger.chain == nil ? record.runOnceStartTime : .epoch }

  /// As it is written on the server, with the mark of its making.
  package var appliedBinding: JSONValue {
    let mark = JSONValue.appliedMark(of: set)
    guard case .object(var members) = binding else { return [PresentSchedule.appliedKey: mark] }
    members[PresentSchedule.appliedKey] = mark
    return .object(members)
  }
}

extension ScheduleRecord {
  /// The server wants a start for an interval; the grid of one without is counted from the epoch.
  package var serverStartTime: Instant? { startTime ?? (interval == nil ? nil : .epoch) }
}
