/// A binary heap of timers: who has the earliest deadline is first.
@usableFromInline struct DeadlineHeap: Sendable {
  @usableFromInline struct Entry: Sendable {
    @usableFromInline let deadline: UInt64
    @usableFromInline let index: Int32
    /// Tells the timer from later ones with the same index.
    @usableFromInline let generation: UInt32

    @inlinable init(deadline: UInt64, index: Int32, generation: UInt32) {
      (self.deadline, self.index, self.generation) = (deadline, index, generation)
    }
  }

  @usableFromInline var entries: [Entry] = []

  /// How many entries it had at first.
  @usableFromInline let initialCount: Int

  @inlinable init() { initialCount = 0 }

  /// - Complexity: O(n).
  @usableFromInline init(_ entries: [Entry]) {
    self.entries = entries
    initialCount = entries.count
    for position in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(from: position) }
  }

  @inlinable var hasDoubled: Bool { entries.count > 2 * initialCount }
  @inlinable var first: Entry? { entries.first }

  /// - Complexity: O(log n).
  @usableFromInline mutating func insert(_ entry: Entry) {
    var position = entries.count
    entries.append(entry)
    while position > 0, entry.deadline < entries[(position - 1) / 2].deadline {
      entries.swapAt(position, (position - 1) / 2)
      position = (position - 1) / 2
    }
  }

  /// - Precondition: the heap is not empty.
  /// - Complexity: O(log n).
  @usableFromInline mutating func removeFirst() {
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    sink(from: 0)
  }

  private mutating func sink(from start: Int) {
    var position = start
    while let child = earlierChild(of: position), entries[child].deadline < entries[position].deadline {
      entries.swapAt(position, child)
      position = child
    }
  }

  private func earlierChild(of position: Int) -> Int? {
    let (left, right) = (2 * position + 1, 2 * position + 2)
    guard right < entries.count else { return left < entries.count ? left : nil }
    return entries[right].deadline < entries[left].deadline ? right : left
  }
}
