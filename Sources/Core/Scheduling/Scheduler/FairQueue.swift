/// Fires that wait to be sent, first come first served within a tag and target; tags take turns, and so do the targets
/// of a tag, so that ten thousand of one tag delay no other.
struct FairQueue: Sendable {
  private struct Line: Sendable {
    let target: TargetName
    var fires: [Identifier] = []
    var first = 0

    var isEmpty: Bool { first == fires.count }

    mutating func pop() -> Identifier {
      defer {
        first += 1
        if first == fires.count { (fires, first) = ([], 0) }
      }
      return fires[first]
    }
  }

  private struct Tag: Sendable {
    let name: String
    var lines: [Line] = []
    var places: [TargetName: Int] = [:]
    /// Where the next turn begins.
    var turn = 0
  }

  private var tags: [Tag] = []
  private var places: [String: Int] = [:]
  private var turn = 0

  mutating func push(_ fire: Identifier, tag: String, target: TargetName) {
    let tagPlace = place(ofTag: tag)
    let linePlace = tags[tagPlace].places[target] ?? addLine(target, toTag: tagPlace)
    tags[tagPlace].lines[linePlace].fires.append(fire)
  }

  /// Takes what may go, in turns, until nothing more may.
  /// - Parameters:
  ///   - isWaiting: false for a fire that has left the queue in another way.
  ///   - admits: whether one fire of this tag may go to this target now; true takes its place.
  mutating func drain(isWaiting: (Identifier) -> Bool, admits: (String, TargetName) -> Bool) -> [Identifier] {
    var taken: [Identifier] = []
    var open = Set(tags.indices)
    while !open.isEmpty {
      turn = (turn + 1) % tags.count
      guard open.contains(turn) else { continue }
      if let fire = takeOne(ofTag: turn, isWaiting: isWaiting, admits: admits) { taken.append(fire) } else { open.remove(turn) }
    }
    forgetEmptyTags()
    return taken
  }

  private mutating func takeOne(
    ofTag index: Int, isWaiting: (Identifier) -> Bool, admits: (String, TargetName) -> Bool
  ) -> Identifier? {
    let count = tags[index].lines.count
    for _ in 0..<count {
      tags[index].turn = (tags[index].turn + 1) % count
      let line = tags[index].turn
      while !tags[index].lines[line].isEmpty {
        let fire = tags[index].lines[line].fires[tags[index].lines[line].first]
        guard isWaiting(fire) else {
          _ = tags[index].lines[line].pop()
          continue
        }
        guard admits(tags[index].name, tags[index].lines[line].target) else { break }
        return tags[index].lines[line].pop()
      }
    }
    return nil
  }

  /// Keeps the queue as small as what waits in it.
  private mutating func forgetEmptyTags() {
    guard tags.contains(where: { tag in tag.lines.contains(where: \.isEmpty) }) else { return }
    let kept = tags.compactMap { tag -> Tag? in
      let lines = tag.lines.filter { !$0.isEmpty }
      return lines.isEmpty ? nil : Tag(name: tag.name, lines: lines)
    }
    tags = kept.map { tag in
      var tag = tag
      for (index, line) in tag.lines.enumerated() { tag.places[line.target] = index }
      return tag
    }
    places = Dictionary(uniqueKeysWithValues: tags.enumerated().map { ($1.name, $0) })
    turn = 0
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
