import Yams

/// Makes our nodes of Yams' nodes, within limits.
struct YAMLConversion {
  let log: ProblemLog
  /// What stands where a problem was reported already.
  let marks: Set<Unicode.Scalar>
  private var count = 0

  /// An alias repeats all that its anchor holds, so a short text can mean more values than there is memory for.
  private static let nodeLimit = 100_000
  /// Request bodies are not nested deeper, and reading them takes the stack.
  private static let depthLimit = 64

  init(log: ProblemLog, marks: Set<Unicode.Scalar>) {
    self.log = log
    self.marks = marks
  }

  mutating func node(_ node: Node, depth: Int) -> YAMLNode {
    let place = node.mark.map { Place(line: $0.line, column: $0.column) } ?? .start
    guard isWithinLimits(depth: depth, at: place) else { return YAMLNode(content: .reported, place: place) }
    switch node {
    case .scalar(let scalar): return self.scalar(scalar, at: place)
    case .sequence(let items):
      return YAMLNode(content: .list(items.map { self.node($0, depth: depth + 1) }), place: place)
    case .mapping(let pairs): return mapping(pairs, depth: depth, at: place)
    case .alias: preconditionFailure("Yams' parser replaces aliases by what they stand for")
    }
  }

  private mutating func isWithinLimits(depth: Int, at place: Place) -> Bool {
    count += 1
    if count == Self.nodeLimit {
      log.error("more than \(Self.nodeLimit) values; aliases (*name) may repeat too much", at: place)
    }
    if depth == Self.depthLimit { log.error("nested deeper than \(Self.depthLimit) levels", at: place) }
    return count < Self.nodeLimit && depth < Self.depthLimit
  }

  private mutating func mapping(_ pairs: Node.Mapping, depth: Int, at place: Place) -> YAMLNode {
    // A template without quotes is a mapping in a mapping to YAML.
    guard !log.source.hasPrefix("{{", at: place) else {
      log.error("put quotes around text that begins with {{", at: place)
      return YAMLNode(content: .reported, place: place)
    }
    return YAMLNode(content: .mapping(entries(pairs, depth: depth)), place: place)
  }

  private mutating func entries(_ pairs: Node.Mapping, depth: Int) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    for (key, value) in pairs {
      guard let entry = entry(key, value, depth: depth) else { continue }
      if let first = entries.first(where: { $0.key == entry.key }) {
        log.error(YAMLFault.duplicate(entry.key, firstLine: first.keyPlace.line), at: entry.keyPlace)
      } else {
        entries.append(entry)
      }
    }
    return entries
  }

  private mutating func entry(_ key: Node, _ value: Node, depth: Int) -> YAMLEntry? {
    guard case .scalar(let scalar) = key else {
      log.error("a key must be text", at: key.mark.map { Place(line: $0.line, column: $0.column) })
      return nil
    }
    guard !isMarked(scalar.string) else { return nil }
    let length = max(1, scalar.string.unicodeScalars.count)
    let place = key.mark.map { Place(line: $0.line, column: $0.column, length: length) } ?? .start
    return YAMLEntry(key: scalar.string, keyPlace: place, value: node(value, depth: depth + 1))
  }

  private func scalar(_ scalar: Node.Scalar, at place: Place) -> YAMLNode {
    guard !isMarked(scalar.string) else { return YAMLNode(content: .reported, place: place) }
    let tag = scalar.tag.description
    guard ["", "!", "tag:yaml.org,2002:str"].contains(tag) else {
      log.error("a tag such as \(tag.prefix(20)) has no meaning here; remove it", at: place)
      return YAMLNode(content: .reported, place: place)
    }
    let isPlain = scalar.style == .plain && tag.isEmpty
    var place = place
    place.length = length(of: scalar, at: place)
    return YAMLNode(content: .scalar(YAMLScalar(text: scalar.string, isPlain: isPlain)), place: place)
  }

  /// The scalar with its quotes, as far as its line goes.
  private func length(of scalar: Node.Scalar, at place: Place) -> Int {
    let quotes = scalar.style == .singleQuoted || scalar.style == .doubleQuoted ? 2 : 0
    let rest = log.source.scalars(ofLine: place.line).count - (place.column - 1)
    return max(1, min(rest, scalar.string.unicodeScalars.count + quotes))
  }

  private func isMarked(_ text: String) -> Bool {
    !marks.isEmpty && text.unicodeScalars.contains(where: marks.contains)
  }
}
