/// Fires that wait to be sent, first come first served within a tag and target; tags take turns, and so do the targets
/// of a tag, so that ten thousand of one tag delay no other.
struct FairQueue: Sendable {
  private struct Line: Sendable {
    let target: TargetName
    var fires: [Identifier] = []
    var first = 0

    var isEmpty: Bool { first == fires.count }

    /// The first fire that goes; nil when there is none, or when the first that waits has to stay.
    mutating func take(_ verdict: (Identifier) -> Verdict) -> Identifier? {
      while !isEmpty {
        let fire = fires[first]
        let verdict = verdict(fire)
        if verdict == .stays { return nil }
        first += 1
        if isEmpty { (fires, first) = ([], 0) }
        if verdict == .goes { return fire }
      }
      return nil
    }
  }

  private struct Tag: Sendable {
    let name: String
    var lines: [Line] = []
    var places: [TargetName: Int] = [:]
    /// The line that had the last turn.
    var turn = 0
  }

  /// What becomes of the first fire of a line.
  enum Verdict {
    /// It is sent.
    case goes
    /// It may not be sent now, nor may those behind it.
    case stays
    /// It does not wait any more.
    case gone
  }

  private var tags: [Tag] = []
  private var places: [String: Int] = [:]
  /// The tag that had the last turn.
  private var turn = 0

  mutating func push(_ fire: Identifier, tag: String, target: TargetName) {
    let tagPlace = place(ofTag: tag)
    let linePlace = tags[tagPlace].places[target] ?? addLine(target, toTag: tagPlace)
    tags[tagPlace].lines[linePlace].fires.append(fire)
  }

  /// Takes what may go, in turns, until nothing more may.
  mutating func drain(_ verdict: (Identifier) -> Verdict) -> [Identifier] {
    var taken: [Identifier] = []
    var open = Set(tags.indices)
    while !open.isEmpty {
      turn = (turn + 1) % tags.count
      guard open.contains(turn) else { continue }
      if let fire = takeOne(ofTag: turn, verdict) { taken.append(fire) } else { open.remove(turn) }
    }
    forgetEmptyTags()
    return taken
  }

  private mutating func takeOne(ofTag index: Int, _ verdict: (Identifier) -> Verdict) -> Identifier? {
    let count = tags[index].lines.count
    for _ in 0..<count {
      tags[index].turn = (tags[index].turn + 1) % count
      let line = tags[index].turn
      if let fire = tags[index].lines[line].take(verdict) { return fire }
    }
    return nil
  }

  /// Keeps the queue as small as what waits in it.
  private mutating func forgetEmptyTags() {
    guard tags.contains(where: { tag in tag.lines.contains(where: \.isEmpty) }) else { return }
    // Whose turn is next must not depend on who has just left.
    for index in tags.indices {
      tags[index].turn = Self.lastTurn(tags[index].turn, amongKept: tags[index].lines.map { !$0.isEmpty })
      tags[index].lines.removeAll(where: \.isEmpty)
      tags[index].places = Dictionary(uniqueKeysWithValues: tags[index].lines.enumerated().map { ($1.target, $0) })
    }
    turn = Self.lastTurn(turn, amongKept: tags.map { !$0.lines.isEmpty })
    tags.removeAll(where: \.lines.isEmpty)
    places = Dictionary(uniqueKeysWithValues: tags.enumerated().map { ($1.name, $0) })
  }

  /// Where the last turn stands when only some are kept, so that the turn behind it is that of the next one kept.
  private static func lastTurn(_ turn: Int, amongKept isKept: [Bool]) -> Int {
    let (before, all) = (isKept.prefix(turn + 1).count(where: \.self), isKept.count(where: \.self))
    return all == 0 ? 0 : (before + all - 1) % all
  }

  private mutating func place(ofTag name: String) -> Int {
    if let place = places[name] { return place }
    tags.append(Tag(name: name))
    places[name] = tags.count - 1
    return tags.count - 1
  }

  private mutating func addLine(_ target: TargetName, toTag index: Int) -> Int {
    tags[index].lines.append(Line(target: target))
    let place = tags[index].lines.count - 1
    tags[index].places[target] = place
    return place
  }
}
