extension TimerWheel {
  @usableFromInline struct Node {
    /// Beside the links, not in an array of its own: who cancels a timer needs both, and waits for one piece of memory only.
    @usableFromInline var payload: Payload?
    @usableFromInline var deadline: UInt64
    @usableFromInline var generation: UInt32 = 0
    /// Neighbours in the slot's ring-free list; `none` at the ends. In a free node `next` is the next free one.
    @usableFromInline var previous: Int32 = none
    @usableFromInline var next: Int32 = none
    /// Level · 64 + slot; `none` when free.
    @usableFromInline var place: Int32 = none

    @inlinable init(_ payload: Payload, deadline: UInt64) { (self.payload, self.deadline) = (payload, deadline) }

    @inlinable mutating func reuse(for payload: Payload, deadline: UInt64) { (self.payload, self.deadline) = (payload, deadline) }

    @inlinable mutating func stand(at place: Int, after previous: Int32) {
      (self.place, self.previous, next) = (Int32(place), previous, none)
    }

    @inlinable mutating func free(before next: Int32) {
      (payload, place, self.next) = (nil, none, next)
      generation &+= 1
    }
  }

  @inlinable mutating func allocate(_ payload: Payload, deadline: UInt64) -> Int32 {
    guard firstFree != Self.none else {
      nodes.append(Node(payload, deadline: deadline))
      return Int32(nodes.count - 1)
    }
    let index = firstFree
    firstFree = nodes[Int(index)].next
    nodes[Int(index)].reuse(for: payload, deadline: deadline)
    return index
  }

  @inlinable mutating func release(_ index: Int32) {
    nodes[Int(index)].free(before: firstFree)
    firstFree = index
    size -= 1
  }
}

extension TimerWheel.Node: Sendable where Payload: Sendable {}
