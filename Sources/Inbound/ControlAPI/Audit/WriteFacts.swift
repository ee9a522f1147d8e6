import ControlMessages
import Hummingbird
import NIOCore
import Values

/// Finds out what a request is about, and how that stands before it.
struct WriteFacts {
  let operations: any RecordedOperations
  let kind: WriteKind

  /// More schedules than these are counted, not listed.
  private static let listed = 100
  /// Longer JSON is left out of the log.
  private static let sizeLimit = 32 * 1024

  /// What the request is about, and how that stands; nil when there is no such thing, which is the route's to say.
  func standing(_ context: ControlContext, _ body: String, _ json: JSONValue?) async -> (subject: String?, before: JSONValue?) {
    switch kind.subject {
    case .schedule:
      guard let name = try? context.pathText("schedule") else { return (nil, nil) }
      let item = try? await operations.schedule(name)
      return (item?.name ?? name, item.map(Self.standing))
    case .fire:
      guard let fire = try? context.pathText("fire") else { return (nil, nil) }
      // It may be the beginning of an id.
      let run = try? await operations.run(fire)
      return (run?.fireID ?? fire, run.map(JSONValue.init(message:)))
    case .selection: return (Self.words(json?["selection"]), await selected(json?["selection"]).map(Self.standings))
    case .definition: return (operations.nameOfSchedule(in: body), nil)
    case .none: return (Self.path(context), nil)
    }
  }

  /// The path's own parts, for a route that nothing is known of.
  private static func path(_ context: ControlContext) -> String? {
    let parts = context.parameters.map { PercentCoding.decoded($0.value) ?? String($0.value) }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  private static func words(_ selection: JSONValue?) -> String? {
    if selection?["all"] == .bool(true) { return "all" }
    if let tag = selection?["tag"]?.stringValue { return "tag \(tag)" }
    return selection?["names"]?.arrayValue?.compactMap(\.stringValue).joined(separator: ", ")
  }

  private func selected(_ selection: JSONValue?) async -> [ScheduleItem]? {
    if let names = selection?["names"]?.arrayValue?.compactMap(\.stringValue), !names.isEmpty {
      var items: [ScheduleItem] = []
      for name in names.prefix(Self.listed) { if let item = try? await operations.schedule(name) { items.append(item) } }
      return items
    }
    guard let all = try? await operations.schedules() else { return nil }
    guard let tag = selection?["tag"]?.stringValue else { return selection?["all"] == .bool(true) ? all : nil }
    return all.filter { $0.tags.contains(tag) }
  }

  /// What an answer says of afterwards.
  func after(_ answer: JSONValue?) -> JSONValue? {
    guard kind.keepsAnswer, let answer else { return nil }
    guard case .selection = kind.subject, let items = answer["items"]?.arrayValue else { return Self.bounded(answer) }
    return Self.listing(items.prefix(Self.listed).map(Self.standing), of: items.count)
  }

  // MARK: Forms

  private static func standings(_ items: [ScheduleItem]) -> JSONValue {
    listing(items.prefix(listed).map(standing), of: items.count)
  }

  private static func listing(_ items: [JSONValue], of count: Int) -> JSONValue {
    count > items.count ? ["items": .array(items), "total": .integer(Int64(count))] : ["items": .array(items)]
  }

  private static func standing(_ item: ScheduleItem) -> JSONValue { standing(JSONValue(message: item)) }

  /// What a write can change about a schedule's standing.
  private static func standing(_ item: JSONValue) -> JSONValue {
    let keys = ["id", "name", "state", "reason", "pause", "next_due", "revision", "backfills", "under_way"]
    return .object(Dictionary(uniqueKeysWithValues: keys.compactMap { key in item[key].map { (key, $0) } }))
  }

  static func bounded(_ value: JSONValue?) -> JSONValue? {
    guard let value else { return nil }
    let size = JSONValue.size(of: value)
    return size <= sizeLimit ? value : ["left_out_bytes": .integer(Int64(size))]
  }
}

extension JSONValue {
  /// About how long its text is, in bytes.
  static func size(of value: JSONValue) -> Int {
    switch value {
    case .null, .bool, .integer, .number: 8
    case .string(let text): text.utf8.count + 3
    case .array(let items): items.reduce(2) { $0 + size(of: $1) }
    case .object(let members): members.reduce(2) { $0 + $1.key.utf8.count + 4 + size(of: $1.value) }
    }
  }
}
