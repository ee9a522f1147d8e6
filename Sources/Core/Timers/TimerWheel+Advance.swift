extension TimerWheel {
  /// The earliest deadline of all timers; nil when there is none. Exact, so that nobody is woken for nothing.
  @inlinable public mutating func nextDeadline() -> UInt64? {
    guard let place = firstOccupiedPlace else { return nil }
    return earliest(inPlace: place)
  }

  /// Moves the present to `target` and takes out every timer whose deadline is at or before it.
  /// - Parameter limit: of so many timers; where more are due, the present stays at the last one's deadline, and the others come
  ///   with the next calls. With a limit, timers that were late already when they were inserted may come in any order.
  /// - Returns: the payloads, ordered by deadline, and among equal deadlines as they were inserted on their level.
  @inlinable public mutating func advance(to target: UInt64, atMost limit: Int = .max) -> [Payload] {
    precondition(limit > 0, "a wheel cannot advance by \(limit) timers")
    var expired: [(deadline: UInt64, payload: Payload)] = []
    while let place = firstOccupiedPlace {
      let deadline = earliest(inPlace: place)
      guard deadline <= max(target, now) else { break }
      guard expired.count < limit else {
        settle()
        return expired.map { $0.payload }
      }
      present = max(now, deadline)
      if limit == .max { drain(place, into: &expired) } else { drain(place, into: &expired, upTo: limit) }
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

  /// As `drain`, until `expired` holds `limit` timers; the others stay, or move down.
  @inlinable mutating func drain(_ place: Int, into expired: inout [(deadline: UInt64, payload: Payload)], upTo limit: Int) {
    guard place < 1 << Int(Self.slotBits) else {
      for index in takeAll(from: place) { link(index, deadline: nodes[Int(index)].deadline) }
      return
    }
    let start = expired.count
    while expired.count < limit, case let index = slots[place].first, index != Self.none {
      let node = nodes[Int(index)]
      release(index)
      unlink(node)
      if let payload = node.payload { expired.append((node.deadline, payload)) }
    }
    expired.replaceSubrange(start..., with: Self.ordered(expired[start...]))
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
