/// Fires that wait to be sent, those of the same tags and target by their tickets; first tags take turns, and so do those of one
/// first tag, so that ten thousand of one tag delay no other.
struct FairQueue {
  private final class Line {
    let entry: DispatchGate.Entry
    // Unchecked as those of `ActiveFire`.
    /// By ticket, each of which is there once.
    @exclusivity(unchecked) private var places: [(ticket: Int, fire: ActiveFire)] = []
    @exclusivity(unchecked) private var first = 0

    init(_ entry: DispatchGate.Entry) { self.entry = entry }

    var isEmpty: Bool { first == places.count }
    /// Who is expected finds the line where it was.
    var isNeeded: Bool { !isEmpty || entry.expectedCount > 0 }

    /// Mostly to the end.
    /// - Complexity: O(1) there, else as that of an insertion into an array.
    func add(_ fire: ActiveFire, ticket: Int) {
      guard !isEmpty, let last = places.last, last.ticket >= ticket else { return places.append((ticket, fire)) }
      let index = firstIndex(notBelow: ticket)
      // Who stood there has left, and it takes its place.
      if places[index].ticket == ticket { places[index].fire = fire } else { places.insert((ticket, fire), at: index) }
    }

    private func firstIndex(notBelow ticket: Int) -> Int {
      var (low, high) = (first, places.count)
      while low < high {
        let middle = (low + high) / 2
        if places[middle].ticket < ticket { low = middle + 1 } else { high = middle }
      }
      return low
    }

    /// The first fire that goes; nil when there is none, or when the first that waits has to stay.
    func take(_ verdict: (ActiveFire) -> Verdict) -> ActiveFire? {
      while !isEmpty {
        let fire = places[first].fire
        let verdict = verdict(fire)
        if verdict == .stays { return nil }
        first += 1
        letGoOfThoseThatLeft()
        if verdict == .goes { return fire }
      }
      return nil
    }

    /// A line that is never empty keeps no more of them than there are in it.
    /// - Complexity: O(1) in the long run
    private func letGoOfThoseThatLeft() {
      if isEmpty {
        (places, first) = ([], 0)
      } else if first >= Self.leftLimit, first > places.count / 2 {
        places.removeFirst(first)
        first = 0
      }
    }

    private static let leftLimit = 64
  }

  private struct Tag {
    let usage: DispatchGate.Usage
    var lines: [Line] = []
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
  /// By entry.
  private var lines: [ObjectIdentifier: Line] = [:]
  /// The tag that had the last turn.
  private var turn = 0

  var isEmpty: Bool { tags.isEmpty }

  /// All that waits, and leaves nothing behind.
  mutating func takeOut() -> FairQueue {
    defer { self = FairQueue() }
    return self
  }

  /// - Parameter ticket: behind all that are lower.
  mutating func push(_ fire: ActiveFire, ticket: Int) {
    let line = lines[ObjectIdentifier(fire.entry)] ?? addLine(for: fire.entry)
    line.add(fire, ticket: ticket)
  }

  /// Takes what may go, in turns, until nothing more may.
  mutating func drain(_ verdict: (ActiveFire) -> Verdict) -> [ActiveFire] {
    var taken: [ActiveFire] = []
    var isOpen = [Bool](repeating: true, count: tags.count)
    var openCount = tags.count
    while openCount > 0 {
      turn = (turn + 1) % tags.count
      guard isOpen[turn] else { continue }
      if let fire = takeOne(ofTag: turn, verdict) {
        taken.append(fire)
      } else {
        isOpen[turn] = false
        openCount -= 1
      }
    }
    forgetUnneededLines()
    return taken
  }

  private mutating func takeOne(ofTag index: Int, _ verdict: (ActiveFire) -> Verdict) -> ActiveFire? {
    let count = tags[index].lines.count
    for _ in 0..<count {
      tags[index].turn = (tags[index].turn + 1) % count
      if let fire = tags[index].lines[tags[index].turn].take(verdict) { return fire }
    }
    return nil
  }

  /// Keeps the queue as small as what waits in it.
  private mutating func forgetUnneededLines() {
    guard tags.contains(where: { tag in tag.lines.contains { !$0.isNeeded } }) else { return }
    // Whose turn is next must not depend on who has just left.
    for index in tags.indices {
      tags[index].turn = Self.lastTurn(tags[index].turn, amongKept: tags[index].lines.map(\.isNeeded))
      for line in tags[index].lines where !line.isNeeded { lines[ObjectIdentifier(line.entry)] = nil }
      tags[index].lines.removeAll { !$0.isNeeded }
    }
    turn = Self.lastTurn(turn, amongKept: tags.map { !$0.lines.isEmpty })
    tags.removeAll(where: \.lines.isEmpty)
  }

  /// Where the last turn stands when only some are kept, so that the turn behind it is that of the next one kept.
  private static func lastTurn(_ turn: Int, amongKept isKept: [Bool]) -> Int {
    let (before, all) = (isKept.prefix(turn + 1).count(where: \.self), isKept.count(where: \.self))
    return all == 0 ? 0 : (before + all - 1) % all
  }

  private mutating func addLine(for entry: DispatchGate.Entry) -> Line {
    let line = Line(entry)
    lines[ObjectIdentifier(entry)] = line
    if let index = tags.firstIndex(where: { $0.usage === entry.turns }) {
      tags[index].turn = Self.placeOfLast(after: tags[index].turn, among: tags[index].lines.count)
      tags[index].lines.insert(line, at: tags[index].turn)
    } else {
      turn = Self.placeOfLast(after: turn, among: tags.count)
      tags.insert(Tag(usage: entry.turns, lines: [line]), at: turn)
    }
    return line
  }

  /// Where who is new stands, as if it had had the last turn: all others come before it. At the end it would come before those in front
  /// of the last turn, and who comes and goes would keep these from theirs.
  private static func placeOfLast(after turn: Int, among count: Int) -> Int { min(turn + 1, count) }
}
