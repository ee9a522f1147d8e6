/// Makes values of what libyaml tells, within limits.
struct YAMLComposer {
  private let log: ProblemLog
  /// What stands where a problem was reported already.
  private let marks: Set<Unicode.Scalar>
  private let events: YAMLEvents
  /// An alias repeats all that its anchor holds, so a short text can mean more values than there is memory for.
  private static let nodeLimit = 100_000
  /// Request bodies are not nested deeper, and reading them takes the stack.
  private static let depthLimit = 64
  /// Each keeps a copy of its line, and nobody reads a longer list.
  private static let problemLimit = 100

  /// Values of this document so far.
  private var count = 0
  /// Values of all documents so far, and how many there may be.
  private(set) var total = 0
  private let totalLimit: Int
  /// What aliases stand for; the later of two with one name.
  private var anchored: [String: YAMLNode] = [:]
  /// Of the document that is being read.
  private(set) var problems: [FileProblem] = []
  /// The line that was looked at last: a long one holds many values.
  private var line = ScannedLine()

  /// - Parameters:
  ///   - text: without aliases it means no more values than it has bytes, so only aliases reach the limit.
  ///   - linesBefore: of the source, in front of the text.
  init(log: ProblemLog, marks: Set<Unicode.Scalar> = [], text: String, linesBefore: Int = 0) {
    self.log = log
    self.marks = marks
    events = YAMLEvents(text, linesBefore: linesBefore)
    totalLimit = Self.totalLimit(byteCount: text.utf8.count)
  }

  static func totalLimit(byteCount: Int) -> Int { byteCount + nodeLimit }

  /// The next document with what is wrong in it; nil behind the last.
  mutating func nextDocument() throws(YAMLSyntaxError) -> (YAMLNode, [FileProblem])? {
    guard case .documentStart = try events.next() else { return nil }
    (count, problems) = (0, [])
    let node = try node(events.next(), depth: 0)
    _ = try events.next()
    defer { problems = [] }
    return (node, problems)
  }

  private mutating func node(_ event: YAMLEvent, depth: Int) throws(YAMLSyntaxError) -> YAMLNode {
    switch event {
    case .scalar(let scalar, let place, let anchor):
      return keep(admits(depth: depth, at: place) ? node(scalar, at: place) : reported(place), as: anchor)
    case .listStart(let place, let anchor):
      guard admits(depth: depth, at: place) else { return try skip(event, at: place) }
      return keep(YAMLNode(content: .list(try items(depth: depth)), place: place), as: anchor)
    case .mappingStart(let place, let anchor):
      guard admits(depth: depth, at: place) else { return try skip(event, at: place) }
      // A template without quotes is a mapping in a mapping to YAML.
      look(atLine: place.line)
      guard !line.hasBraces(at: place.column) else {
        report("put quotes around text that begins with {{", at: place)
        return try skip(event, at: place)
      }
      return keep(YAMLNode(content: .mapping(try entries(depth: depth)), place: place), as: anchor)
    case .alias(let name, let place):
      let node = try meant(by: name, at: place)
      // Beyond the limits nothing is counted any more: that takes as long as all that is meant.
      let extent = isWithinLimits ? node.extent : (values: 1, height: 0)
      return admits(extent.values, depth: depth, height: extent.height, at: node.place) ? node : reported(node.place)
    case .documentStart, .documentEnd, .listEnd, .mappingEnd, .end:
      preconditionFailure("libyaml told \(event) where a value begins")
    }
  }

  // MARK: Limits

  /// - Parameters:
  ///   - values: how many it is.
  ///   - height: how deep these are nested.
  private mutating func admits(_ values: Int = 1, depth: Int, height: Int = 0, at place: Place) -> Bool {
    let wasWithin = isWithinLimits
    count += values
    total += values
    if wasWithin, !isWithinLimits {
      let limit = count >= Self.nodeLimit ? "\(Self.nodeLimit) values" : "\(totalLimit) values altogether"
      report("more than \(limit); aliases (*name) may repeat too much", at: place)
    }
    let isDeep = depth + height >= Self.depthLimit
    if isDeep { report("nested deeper than \(Self.depthLimit) levels", at: place) }
    return isWithinLimits && !isDeep
  }

  private var isWithinLimits: Bool { count < Self.nodeLimit && total < totalLimit }

  /// Reads a list or a mapping to its end without making anything of it.
  private mutating func skip(_ start: YAMLEvent, at place: Place) throws(YAMLSyntaxError) -> YAMLNode {
    var event = start
    var open = 0
    while true {
      switch event {
      case .listStart(let place, let anchor), .mappingStart(let place, let anchor):
        open += 1
        _ = keep(reported(place), as: anchor)
      case .scalar(_, let place, let anchor): _ = keep(reported(place), as: anchor)
      case .listEnd, .mappingEnd: open -= 1
      case .alias, .documentStart, .documentEnd, .end: break
      }
      guard open > 0 else { return reported(place) }
      event = try events.next()
    }
  }

  // MARK: Aliases

  private mutating func keep(_ node: YAMLNode, as anchor: String?) -> YAMLNode {
    if let anchor { anchored[anchor] = node }
    return node
  }

  private func meant(by alias: String, at place: Place) throws(YAMLSyntaxError) -> YAMLNode {
    guard let node = anchored[alias] else { throw YAMLSyntaxError(kind: .alias, problem: "found undefined alias", place: place) }
    return node
  }

  // MARK: Lists and mappings

  private mutating func items(depth: Int) throws(YAMLSyntaxError) -> [YAMLNode] {
    var items: [YAMLNode] = []
    while true {
      let event = try events.next()
      if case .listEnd = event { return items }
      items.append(try node(event, depth: depth + 1))
    }
  }

  private mutating func entries(depth: Int) throws(YAMLSyntaxError) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    // Most mappings have a handful of keys, where looking through them is faster than hashing.
    var firstLines: [String: Int] = [:]
    while true {
      let event = try events.next()
      if case .mappingEnd = event { return entries }
      guard let (key, place) = try key(event) else {
        let value = try events.next()
        _ = try skip(value, at: .start)
        continue
      }
      let value = try node(events.next(), depth: depth + 1)
      if let first = Self.firstLine(of: key, in: entries, firstLines) {
        report("'\(key)' is given twice; line \(first) has it already", at: place)
        continue
      }
      if entries.count >= Self.hashedKeys {
        if firstLines.isEmpty { for entry in entries { firstLines[entry.key] = entry.keyPlace.line } }
        firstLines[key] = place.line
      }
      entries.append(YAMLEntry(key: key, keyPlace: place, value: value))
    }
  }

  private static let hashedKeys = 16

  private static func firstLine(of key: String, in entries: [YAMLEntry], _ lines: [String: Int]) -> Int? {
    lines.isEmpty ? entries.first { $0.key == key }?.keyPlace.line : lines[key]
  }

  /// Nil for what is none, or was reported.
  private mutating func key(_ event: YAMLEvent) throws(YAMLSyntaxError) -> (String, Place)? {
    let text: String
    var place: Place
    switch event {
    case .scalar(let scalar, let begin, let anchor):
      _ = keep(YAMLNode(content: .scalar(YAMLScalar(text: scalar.text, isPlain: scalar.isPlain)), place: begin), as: anchor)
      (text, place) = (scalar.text, begin)
      if scalar.isQuoted { place.column += 1 }
    case .alias(let name, let begin):
      let node = try meant(by: name, at: begin)
      guard let scalar = node.scalar else { return refuseKey(at: node.place) }
      (text, place) = (scalar.text, node.place)
    case .listStart(let begin, _), .mappingStart(let begin, _):
      _ = try skip(event, at: begin)
      return refuseKey(at: begin)
    case .documentStart, .documentEnd, .listEnd, .mappingEnd, .end:
      preconditionFailure("libyaml told \(event) where a key begins")
    }
    guard !isMarked(text) else { return nil }
    place.length = max(1, text.unicodeScalars.count)
    return (text, place)
  }

  private mutating func refuseKey(at place: Place) -> (String, Place)? {
    report("a key must be text", at: place)
    return nil
  }

  // MARK: Scalars

  private mutating func node(_ scalar: YAMLScalarEvent, at place: Place) -> YAMLNode {
    guard !isMarked(scalar.text) else { return reported(place) }
    if let tag = scalar.tag, tag != Self.textTag {
      report("a tag such as \(tag.prefix(20)) has no meaning here; remove it", at: place)
      return reported(place)
    }
    var place = place
    place.length = length(of: scalar, at: place)
    return YAMLNode(content: .scalar(YAMLScalar(text: scalar.text, isPlain: scalar.isPlain && scalar.tag == nil)), place: place)
  }

  /// `!!str` means what quotes mean.
  private static let textTag = "tag:yaml.org,2002:str"

  /// The scalar with its quotes, as far as its line goes.
  private mutating func length(of scalar: YAMLScalarEvent, at place: Place) -> Int {
    look(atLine: place.line)
    let rest = line.count - (place.column - 1)
    return max(1, min(rest, scalar.text.unicodeScalars.count + (scalar.isQuoted ? 2 : 0)))
  }

  private func isMarked(_ text: String) -> Bool {
    !marks.isEmpty && text.unicodeScalars.contains(where: marks.contains)
  }

  private func reported(_ place: Place) -> YAMLNode { YAMLNode(content: .reported, place: place) }

  private mutating func report(_ message: String, at place: Place) {
    guard problems.count < Self.problemLimit else { return }
    problems.append(log.source.problem(message, at: place))
  }

  private mutating func look(atLine number: Int) {
    if line.number != number { line = ScannedLine(number, of: log.source) }
  }
}

extension YAMLNode {
  /// How many values it is, itself among them, and how deep they are nested in it.
  fileprivate var extent: (values: Int, height: Int) {
    switch content {
    case .scalar, .reported: (1, 0)
    case .list(let items): Self.extent(of: items)
    case .mapping(let entries): Self.extent(of: entries.lazy.map(\.value))
    }
  }

  private static func extent(of children: some Sequence<YAMLNode>) -> (values: Int, height: Int) {
    var (values, height) = (1, 0)
    for child in children {
      let extent = child.extent
      values += extent.values
      height = max(height, extent.height + 1)
    }
    return (values, height)
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
