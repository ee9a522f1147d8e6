import Scheduling

/// Gives every value of a JSON text a line of its own, so that a problem at a place is a problem at a path.
struct JSONPlaces {
  /// By line, from 1: `trigger.argv[0]`; the root's is empty.
  private var paths: [String] = []

  /// The node that `json` would be.
  mutating func node(_ json: JSONValue, path: String = "") -> YAMLNode {
    paths.append(path)
    let place = Place(line: paths.count, column: 1)
    return YAMLNode(content: content(of: json, path), place: place, hasPath: true)
  }

  func path(at place: Place?) -> String {
    guard let place, paths.indices.contains(place.line - 1) else { return "" }
    return paths[place.line - 1]
  }

  private mutating func content(of json: JSONValue, _ path: String) -> YAMLNode.Content {
    switch json {
    case .array(let items):
      var nodes: [YAMLNode] = []
      for (index, item) in items.enumerated() { nodes.append(node(item, path: "\(path)[\(index)]")) }
      return .list(nodes)
    case .object(let members):
      var entries: [YAMLEntry] = []
      for (key, value) in members.sorted(by: { $0.key < $1.key }) {
        let shown = MappingReader.shown(key)
        let value = node(value, path: path.isEmpty ? shown : "\(path).\(shown)")
        entries.append(YAMLEntry(key: key, keyPlace: value.place, value: value))
      }
      return .mapping(entries)
    case .null, .bool, .integer, .number, .string: return YAMLNode(json).content
    }
  }
}
