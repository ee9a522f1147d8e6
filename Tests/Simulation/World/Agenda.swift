import CivilTime

/// What is going to happen, by the true time; what is for the same time happens in the order in which it was entered.
struct Agenda {
  private struct Entry {
    let at: Instant
    let number: Int
    let happening: Happening

    func comes(before other: Entry) -> Bool { at != other.at ? at < other.at : number < other.number }
  }

  /// A binary heap.
  private var entries: [Entry] = []
  private var nextNumber = 0

  mutating func add(_ happening: Happening, at instant: Instant) {
    entries.append(Entry(at: instant, number: nextNumber, happening: happening))
    nextNumber += 1
    var child = entries.count - 1
    while child > 0, entries[child].comes(before: entries[(child - 1) / 2]) {
      entries.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func next() -> (at: Instant, happening: Happening)? {
    guard let first = entries.first, let last = entries.popLast() else { return nil }
    guard !entries.isEmpty else { return (first.at, first.happening) }
    entries[0] = last
    sink()
    return (first.at, first.happening)
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count && entries[child].comes(before: entries[least]) {
        least = child
      }
      if least == parent { return }
      entries.swapAt(parent, least)
      parent = least
    }
  }
}
