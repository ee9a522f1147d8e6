extension TimerWheel {
  /// The earliest deadline of all timers; nil when there is none. Exact, so that nobody is woken for nothing.
  @inlinable public mutating func nextDeadline() -> UInt64? {
    guard let place = firstOccupiedPlace else { return nil }
    return earliest(inPlace: place)
  }

  /// Moves the present to `target` and takes out every timer whose deadline is at or before it.
  /// - Returns: the payloads, ordered by deadline, and among equal deadlines as they were inserted on their level.
  @inlinable public mutating func advance(to target: UInt64) -> [Payload] {
    var expired: [(deadline: UInt64, payload: Payload)] = []
    while let place = firstOccupiedPlace {
      let deadline = earliest(inPlace: place)
      guard deadline <= max(target, now) else { break }
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
        link(index, deadline: deadline)
      } else if let payload = nodes[Int(index)].payload {
        expired.append((deadline, payload))
        release(index)
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
      guard !slots[place].isEmpty else { continue }
      for index in takeAll(from: place) { link(index, deadline: nodes[Int(index)].deadline) }
    }
  }
}
