import ControlMessages
import Foundation

/// Takes server-sent events apart as they come in pieces (WHATWG HTML, section 9.2), as far as our daemon uses them.
struct EventStreamParser {
  private var rest: [UInt8] = []
  private var name: String?
  private var id: Int64?
  private var data: String?

  /// The events that are complete now. Those of a newer daemon that are not known here are left out.
  mutating func take(_ bytes: [UInt8]) -> [EventMessage] {
    rest += bytes
    var events: [EventMessage] = []
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = String(decoding: rest[..<end], as: UTF8.self)
      rest.removeFirst(end + 1)
      if let event = take(line: line) { events.append(event) }
    }
    return events
  }

  private mutating func take(line: String) -> EventMessage? {
    if line.isEmpty {
      defer { (name, id, data) = (nil, nil, nil) }
      return event
    }
    if line.hasPrefix(":") { return EventMessage(.heartbeat) }
    let sides = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let value = sides.count > 1 ? String(sides[1].hasPrefix(" ") ? sides[1].dropFirst() : sides[1]) : ""
    switch sides[0] {
    case "event": name = value
    case "id": id = Int64(value)
    case "data": data = data.map { $0 + "\n" + value } ?? value
    default: break
    }
    return nil
  }

  private var event: EventMessage? {
    switch name {
    case "run": decoded(RunItem.self).map { EventMessage(id: id, .run($0)) }
    case "schedule": decoded(ScheduleItem.self).map { EventMessage(id: id, .schedule($0)) }
    case "schedule_removed": decoded(RemovedSchedule.self).map { EventMessage(id: id, .scheduleRemoved($0)) }
    case "gap": decoded(EventGap.self).map { EventMessage(.gap($0)) }
    case "end": decoded(EventEnd.self).map { EventMessage(.end($0)) }
    case nil: id.map { EventMessage(id: $0, .heartbeat) }
    default: nil
    }
  }

  private func decoded<Value: Decodable>(_ type: Value.Type) -> Value? {
    data.flatMap { try? JSONDecoder().decode(type, from: Data($0.utf8)) }
  }
}
