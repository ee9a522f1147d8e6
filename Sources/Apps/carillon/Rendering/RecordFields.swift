import Scheduling

/// A record as one list of fields, whichever part of it (`body`, `metadata`, `resources`) the server keeps each in.
struct RecordFields {
  private static let parts = ["body", "metadata", "resources"]
  /// What a person looks for first.
  private static let first = ["id", "name"]

  /// Id and name, then part by part in alphabetical order; the first of a key counts.
  let all: [(key: String, value: JSONValue)]

  init(_ record: JSONValue) {
    guard case .object(let whole) = record else {
      all = []
      return
    }
    let isNested = whole["body"] != nil
    let own = isNested ? whole.filter { !Self.parts.contains($0.key) } : whole
    let places = [own] + (isNested ? Self.parts.map { Self.members(whole[$0]) } : [])
    var (fields, seen): ([(key: String, value: JSONValue)], Set<String>) = ([], [])
    for place in places {
      for (key, value) in Self.ordered(place) where seen.insert(key).inserted { fields.append((key, value)) }
    }
    all = fields
  }

  private static func ordered(_ members: [String: JSONValue]) -> [(key: String, value: JSONValue)] {
    let (head, tail) = (members.filter { first.contains($0.key) }, members.filter { !first.contains($0.key) })
    return head.sorted { $0.key < $1.key } + tail.sorted { $0.key < $1.key }
  }

  private static func members(_ value: JSONValue?) -> [String: JSONValue] {
    if case .object(let members) = value { members } else { [:] }
  }
}
