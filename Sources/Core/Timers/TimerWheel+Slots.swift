extension TimerWheel {
  /// Puts a node at the end of the slot that its deadline has from the present on.
  @inlinable mutating func link(_ index: Int32) {
    let deadline = nodes[Int(index)].deadline
    let place = place(for: deadline)
    let last = slots[place].last
    nodes[Int(index)].place = Int32(place)
    nodes[Int(index)].previous = last
    nodes[Int(index)].next = Self.none
    if last == Self.none { slots[place].first = index } else { nodes[Int(last)].next = index }
    slots[place].last = index
    if deadline < slots[place].earliest {
      slots[place].earliest = deadline
      slots[place].isStale = false
    }
    occupied[place >> Int(Self.slotBits)] |= 1 << UInt64(place & 63)
  }

  @inlinable mutating func unlink(_ index: Int32) {
    let node = nodes[Int(index)]
    let place = Int(node.place)
    if node.previous == Self.none { slots[place].first = node.next } else { nodes[Int(node.previous)].next = node.next }
    if node.next == Self.none { slots[place].last = node.previous } else { nodes[Int(node.next)].previous = node.previous }
    if slots[place].first == Self.none {
      empty(place)
    } else if node.deadline == slots[place].earliest {
      slots[place].isStale = true
    }
  }

  /// The nodes of a slot in order, the slot left empty.
  @inlinable mutating func takeAll(from place: Int) -> [Int32] {
    var taken: [Int32] = []
    var index = slots[place].first
    while index != Self.none {
      taken.append(index)
      index = nodes[Int(index)].next
    }
    empty(place)
    return taken
  }

  @inlinable mutating func empty(_ place: Int) {
    slots[place] = Slot()
    occupied[place >> Int(Self.slotBits)] &= ~(1 << UInt64(place & 63))
  }

  @inlinable func place(level: Int, slot: UInt64) -> Int { level << Int(Self.slotBits) | Int(slot) }

  @inlinable func digit(_ tick: UInt64, _ level: Int) -> UInt64 { (tick >> (UInt64(level) * Self.slotBits)) & 63 }

  /// The level is that of the highest digit in which deadline and present differ; what is past stands in the present's slot.
  @inlinable func place(for deadline: UInt64) -> Int {
    let deadline = max(deadline, now)
    let difference = deadline ^ now
    let level = difference == 0 ? 0 : (63 - difference.leadingZeroBitCount) / Int(Self.slotBits)
    return place(level: level, slot: digit(deadline, level))
  }

  @inlinable mutating func allocate(_ payload: Payload, deadline: UInt64) -> Int32 {
    guard firstFree != Self.none else {
      nodes.append(Node(payload, deadline: deadline))
      return Int32(nodes.count - 1)
    }
    let index = firstFree
    firstFree = nodes[Int(index)].next
    nodes[Int(index)].payload = payload
    nodes[Int(index)].deadline = deadline
    return index
  }

  @inlinable mutating func release(_ index: Int32) {
    nodes[Int(index)].payload = nil
    nodes[Int(index)].generation &+= 1
    nodes[Int(index)].place = Self.none
    nodes[Int(index)].next = firstFree
    firstFree = index
  }
}
