/// Which timer of a slot is the earliest.
///
/// A slot knows its earliest deadline and how many have it, which is enough until all of these were cancelled. Then its timers
/// are ranked in a heap, so that cancelling the earliest again and again does not look through the slot again and again.
extension TimerWheel {
  /// Up to so many timers are looked through rather than ranked: that needs no memory.
  @inlinable static var unrankedLimit: Int { 32 }

  /// The earliest deadline in a slot that is not empty.
  @inlinable mutating func earliest(inPlace place: Int) -> UInt64 {
    if slots[place].atEarliest == 0 { findEarliest(inPlace: place) }
    return slots[place].earliest
  }

  @inlinable mutating func findEarliest(inPlace place: Int) {
    slots[place].earliest = WheelSlot.noDeadline
    if !slots[place].isRanked {
      let indices = indices(inPlace: place)
      for index in indices { slots[place].note(nodes[Int(index)].deadline) }
      guard indices.count > Self.unrankedLimit else { return }
      ranks[place] = DeadlineHeap(indices.map { entry($0) })
      slots[place].isRanked = true
      return
    }
    // Who was cancelled stays in the heap until it comes up.
    while let first = ranks[place].first, !isLive(first) { ranks[place].removeFirst() }
    // Others may have the same deadline: they are found when this one is cancelled.
    if let first = ranks[place].first { slots[place].note(first.deadline) }
  }

  /// Ranks a timer that has come into a ranked slot.
  @inlinable mutating func rank(_ index: Int32, inPlace place: Int) {
    ranks[place].insert(entry(index))
    // Entries of cancelled timers must not fill the memory: with too many of them, the slot is ranked anew when it is asked.
    if ranks[place].hasDoubled { unrank(place) }
  }

  @inlinable mutating func unrank(_ place: Int) {
    guard slots[place].isRanked else { return }
    ranks[place] = DeadlineHeap()
    slots[place].isRanked = false
  }

  @inlinable func entry(_ index: Int32) -> DeadlineHeap.Entry {
    DeadlineHeap.Entry(deadline: nodes[Int(index)].deadline, index: index, generation: nodes[Int(index)].generation)
  }

  /// A timer leaves a ranked slot only when it ends: when the slot's timers move down, its ranks end with it.
  @inlinable func isLive(_ entry: DeadlineHeap.Entry) -> Bool { nodes[Int(entry.index)].generation == entry.generation }
}
