extension TimerWheel {
  /// Puts a node at the end of the slot that its deadline has from the present on.
  @inlinable mutating func link(_ index: Int32, deadline: UInt64) {
    let place = place(for: deadline)
    let last = slots[place].append(index, deadline: deadline)
    nodes[Int(index)].stand(at: place, after: last)
    if last == Self.none {
      occupied[place >> Int(Self.slotBits)] |= 1 << UInt64(place & 63)
    } else {
      nodes[Int(last)].next = index
    }
    if slots[place].isRanked { rank(index, inPlace: place) }
  }

  /// Takes a node, as it was before it was released, out of its slot.
  @inlinable mutating func unlink(_ node: Node) {
    let place = Int(node.place)
    if node.previous != Self.none { nodes[Int(node.previous)].next = node.next }
    if node.next != Self.none { nodes[Int(node.next)].previous = node.previous }
    // Most timers stand between others and are not the earliest: their slot stays as it is. A write to it, while the timer
    // is still on its way from memory, holds up the next cancellation (measured with a million timers: about 30 ns).
    guard node.previous == Self.none || node.next == Self.none || node.deadline == slots[place].earliest else { return }
    slots[place].remove(deadline: node.deadline, previous: node.previous, next: node.next)
    if slots[place].isEmpty { empty(place) }
  }

  /// The nodes of a slot in order, the slot left empty.
  @inlinable mutating func takeAll(from place: Int) -> [Int32] {
    let taken = indices(inPlace: place)
    empty(place)
    return taken
  }

  @inlinable func indices(inPlace place: Int) -> [Int32] {
    var indices: [Int32] = []
    var index = slots[place].first
    while index != Self.none {
      indices.append(index)
      index = nodes[Int(index)].next
    }
    return indices
  }

  @inlinable mutating func empty(_ place: Int) {
    unrank(place)
    slots[place] = WheelSlot()
    occupied[place >> Int(Self.slotBits)] &= ~(1 << UInt64(place & 63))
  }
}
