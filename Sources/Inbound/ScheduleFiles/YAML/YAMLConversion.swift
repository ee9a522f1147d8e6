import Yams

/// Makes our nodes of Yams' nodes, within limits.
struct YAMLConversion {
  let log: ProblemLog
  /// What stands where a problem was reported already.
  let marks: Set<Unicode.Scalar>
  /// An alias repeats all that its anchor holds, so a short text can mean more values than there is memory for.
  private static let nodeLimit = 100_000
  /// Request bodies are not nested deeper, and reading them takes the stack.
  private static let depthLimit = 64

  /// Values of this document so far.
  private var count = 0
  /// Values of all documents so far, and how many there may be.
  private(set) var total = 0
  private let totalLimit: Int
  /// Lines of the source in front of the text.
  private let linesBefore: Int
  /// The line that was looked at last: a long one holds many values.
  private var line = ScannedLine()

  /// - Parameter byteCount: of the text. Without aliases no text means more values than it has bytes, so only aliases reach the limit.
  init(log: ProblemLog, marks: Set<Unicode.Scalar>, byteCount: Int, linesBefore: Int = 0) {
    self.log = log
    self.marks = marks
    self.linesBefore = linesBefore
    totalLimit = Self.totalLimit(byteCount: byteCount)
  }

  static func totalLimit(byteCount: Int) -> Int { byteCount + nodeLimit }

  mutating func document(_ root: Node) -> YAMLNode {
    count = 0
    return node(root, depth: 0)
  }

  private mutating func node(_ node: Node, depth: Int) -> YAMLNode {
    let place = node.mark.map { position($0) } ?? .start
    guard isWithinLimits(depth: depth, at: place) else { return YAMLNode(content: .reported, place: place) }
    switch node {
    case .scalar(let scalar): return self.scalar(scalar, at: place)
    case .sequence(let items):
      return YAMLNode(content: .list(items.map { self.node($0, depth: depth + 1) }), place: place)
    case .mapping(let pairs): return mapping(pairs, depth: depth, at: place)
    case .alias: preconditionFailure("Yams' parser replaces aliases by what they stand for")
    }
  }

  private func position(_ mark: Mark, length: Int = 1) -> Place {
    Place(line: linesBefore + mark.line, column: mark.column, length: length)
  }

  private mutating func isWithinLimits(depth: Int, at place: Place) -> Bool {
    count += 1
    total += 1
    if count == Self.nodeLimit || total == totalLimit {
      let limit = count == Self.nodeLimit ? "\(count) values" : "\(total) values altogether"
      log.error("more than \(limit); aliases (*name) may repeat too much", at: place)
    }
    if depth == Self.depthLimit { log.error("nested deeper than \(Self.depthLimit) levels", at: place) }
    return count < Self.nodeLimit && total < totalLimit && depth < Self.depthLimit
  }

  private mutating func mapping(_ pairs: Node.Mapping, depth: Int, at place: Place) -> YAMLNode {
    // A template without quotes is a mapping in a mapping to YAML.
    look(atLine: place.line)
    guard !line.hasBraces(at: place.column) else {
      log.error("put quotes around text that begins with {{", at: place)
      return YAMLNode(content: .reported, place: place)
    }
    return YAMLNode(content: .mapping(entries(pairs, depth: depth)), place: place)
  }

  private mutating func entries(_ pairs: Node.Mapping, depth: Int) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var firstLines = [String: Int](minimumCapacity: pairs.count)
    for (key, value) in pairs {
      guard let entry = entry(key, value, depth: depth) else { continue }
      if let first = firstLines[entry.key] {
        log.error(YAMLFault.duplicate(entry.key, firstLine: first), at: entry.keyPlace)
      } else {
        firstLines[entry.key] = entry.keyPlace.line
        entries.append(entry)
      }
    }
    return entries
  }

  private mutating func entry(_ key: Node, _ value: Node, depth: Int) -> YAMLEntry? {
    guard case .scalar(let scalar) = key else {
      log.error("a key must be text", at: key.mark.map { position($0) })
      return nil
    }
    guard !isMarked(scalar.string) else { return nil }
    let length = max(1, scalar.string.unicodeScalars.count)
    let place = key.mark.map { position($0, length: length) } ?? .start
    return YAMLEntry(key: scalar.string, keyPlace: place, value: node(value, depth: depth + 1))
  }

  private mutating func scalar(_ scalar: Node.Scalar, at place: Place) -> YAMLNode {
    guard !isMarked(scalar.string) else { return YAMLNode(content: .reported, place: place) }
    let tag = scalar.tag.description
    guard Self.isTextTag(tag) else {
      log.error("a tag such as \(tag.prefix(20)) has no meaning here; remove it", at: place)
      return YAMLNode(content: .reported, place: place)
    }
    let isPlain = scalar.style == .plain && tag.isEmpty
    var place = place
    place.length = length(of: scalar, at: place)
    return YAMLNode(content: .scalar(YAMLScalar(text: scalar.string, isPlain: isPlain)), place: place)
  }

  /// None, `!`, and what quotes stand for.
  private static func isTextTag(_ tag: String) -> Bool {
    switch tag {
    case "", "!", "tag:yaml.org,2002:str": true
    default: false
    }
  }

  /// The scalar with its quotes, as far as its line goes.
  private mutating func length(of scalar: Node.Scalar, at place: Place) -> Int {
    let quotes = scalar.style == .singleQuoted || scalar.style == .doubleQuoted ? 2 : 0
    look(atLine: place.line)
    let rest = line.count - (place.column - 1)
    return max(1, min(rest, scalar.string.unicodeScalars.count + quotes))
  }

  private func isMarked(_ text: String) -> Bool {
    !marks.isEmpty && text.unicodeScalars.contains(where: marks.contains)
  }

  private mutating func look(atLine number: Int) {
    if line.number != number { line = ScannedLine(number, of: log.source) }
  }
}

/// A line, as far as values are looked for in it.
private struct ScannedLine {
  var number = 0
  /// Unicode scalars.
  var count = 0
  /// All that there is to an ASCII line, as nearly all are.
  private var bytes: ArraySlice<UInt8> = []
  /// Empty for an ASCII line.
  private var scalars: [Unicode.Scalar] = []

  init() {}

  init(_ number: Int, of source: SourceText) {
    self.number = number
    guard source.lines.indices.contains(number - 1) else { return }
    bytes = source.lines.utf8(number - 1)
    if bytes.allSatisfy({ $0 < 0x80 }) {
      count = bytes.count
    } else {
      scalars = source.scalars(ofLine: number)
      count = scalars.count
    }
  }

  func hasBraces(at column: Int) -> Bool {
    guard column < count else { return false }
    if !scalars.isEmpty { return scalars[column - 1] == "{" && scalars[column] == "{" }
    let first = bytes.startIndex + column - 1
    return bytes[first] == UInt8(ascii: "{") && bytes[first + 1] == UInt8(ascii: "{")
  }
}
