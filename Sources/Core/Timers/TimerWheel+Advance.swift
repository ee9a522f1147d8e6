extension TimerWheel {
  /// The earliest deadline of all timers; nil when there is none. Exact, so that nobody is woken for nothing.
  @inlinable public mutating func nextDeadline() -> UInt64? {
    for level in 0..<Self.levelCount where occupied[level] != 0 {
      // Lower levels end before higher ones begin: the first occupied slot of the first occupied level is the earliest.
      return earliest(inPlace: firstPlace(onLevel: level))
    }
    return nil
  }

  /// Moves the present to `target` and takes out every timer whose deadline is at or before it.
  /// - Returns: the payloads, ordered by deadline, and among equal deadlines as they were inserted on their level.
  @inlinable public mutating func advance(to target: UInt64) -> [Payload] {
    var expired: [(deadline: UInt64, payload: Payload)] = []
    while let deadline = nextDeadline(), deadline <= target || deadline <= now {
      let place = placeOf(deadline)
      present = max(now, deadline)
      drain(place, into: &expired)
    }
    present = max(now, target)
    settle()
    return expired.map { $0.payload }
  }

  /// Takes every timer out of a slot: those that are due expire, the others move down.
  @inlinable mutating func drain(_ place: Int, into expired: inout [(deadline: UInt64, payload: Payload)]) {
    let start = expired.count
    for index in takeAll(from: place) {
      let deadline = nodes[Int(index)].deadline
      if deadline > now {
        link(index)
      } else if let payload = nodes[Int(index)].payload {
        expired.append((deadline, payload))
        release(index)
        size -= 1
      }
    }
    guard let first = expired[start...].first?.deadline else { return }
    if expired[start...].contains(where: { $0.deadline != first }) {
      expired.replaceSubrange(start..., with: Self.ordered(expired[start...]))
    }
  }

  /// Timers of one slot expire together and have one deadline, but for those that were late when they were inserted.
  @inlinable static func ordered(
    _ expired: ArraySlice<(deadline: UInt64, payload: Payload)>
  ) -> [(deadline: UInt64, payload: Payload)] {
    expired.enumerated().sorted { ($0.element.deadline, $0.offset) < ($1.element.deadline, $1.offset) }.map { $0.element }
  }

  /// Moves timers down whose slot the present has entered, so that each stands where `link` would put it now.
  @inlinable mutating func settle() {
    for level in stride(from: Self.levelCount - 1, through: 1, by: -1) {
      let place = place(level: level, slot: digit(now, level))
      guard slots[place].first != Self.none else { continue }
      for index in takeAll(from: place) { link(index) }
    }
  }

  @inlinable func placeOf(_ deadline: UInt64) -> Int {
    for level in 0..<Self.levelCount where occupied[level] != 0 { return firstPlace(onLevel: level) }
    preconditionFailure("deadline \(deadline) has no slot")
  }

  /// The occupied slot that comes first from the present on.
  @inlinable func firstPlace(onLevel level: Int) -> Int {
    // Slots below the present's digit are empty: what is in the past stands in the present's own slot of level 0.
    place(level: level, slot: UInt64(occupied[level].trailingZeroBitCount))
  }

  @inlinable mutating func earliest(inPlace place: Int) -> UInt64 {
    guard slots[place].isStale else { return slots[place].earliest }
    var earliest = Self.noDeadline
    var index = slots[place].first
    while index != Self.none {
      earliest = min(earliest, nodes[Int(index)].deadline)
      index = nodes[Int(index)].next
    }
    slots[place].earliest = earliest
    slots[place].isStale = false
    return earliest
  }
}
