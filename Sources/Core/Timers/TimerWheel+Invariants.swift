extension TimerWheel {
  /// Checks that every timer stands where it belongs and that the summaries agree with the lists; stops with the values
  /// otherwise. For tests: O(timers).
  package func checkInvariants() {
    var seen = 0
    for place in slots.indices { seen += checkSlot(place) }
    precondition(seen == count, "\(seen) timers stand in slots, \(count) are counted")
  }

  private func checkSlot(_ place: Int) -> Int {
    let slot = slots[place]
    var (index, previous, seen, atEarliest) = (slot.first, Self.none, 0, 0)
    while index != Self.none {
      let node = nodes[Int(index)]
      check(node, index, at: place, after: previous)
      if node.deadline == slot.earliest { atEarliest += 1 }
      (previous, index, seen) = (index, node.next, seen + 1)
    }
    precondition(slot.last == previous, "slot \(place) ends with \(slot.last), its list with \(previous)")
    precondition(slot.atEarliest <= atEarliest, "slot \(place) counts \(slot.atEarliest) at its earliest, holds \(atEarliest)")
    let bit = occupied[place >> Int(Self.slotBits)] >> UInt64(place & 63) & 1
    precondition((bit == 1) == (seen > 0), "slot \(place) holds \(seen) timers, its bit is \(bit)")
    checkRanks(place, holding: seen)
    return seen
  }

  private func check(_ node: Node, _ index: Int32, at place: Int, after previous: Int32) {
    let (promised, due) = (slots[place].earliest, self.place(for: node.deadline))
    precondition(Int(node.place) == place, "timer \(index) stands in \(place) and says \(node.place)")
    precondition(node.previous == previous, "timer \(index) follows \(previous) and says \(node.previous)")
    precondition(due == place, "deadline \(node.deadline) at \(now) belongs in \(due), not \(place)")
    precondition(promised <= node.deadline, "slot \(place) promises \(promised), holds \(node.deadline)")
    precondition(node.payload != nil, "timer \(index) has no payload")
  }

  private func checkRanks(_ place: Int, holding seen: Int) {
    let entries = ranks[place].entries
    guard slots[place].isRanked else { return precondition(entries.isEmpty, "slot \(place) is not ranked, \(entries.count) have ranks") }
    for position in entries.indices.dropFirst() {
      let (parent, child) = (entries[(position - 1) / 2].deadline, entries[position].deadline)
      precondition(parent <= child, "in slot \(place) rank \(position) is due at \(child), before \(parent) above it")
    }
    let live = entries.filter { isLive($0) }
    precondition(live.count == seen, "\(live.count) of slot \(place) have ranks, it holds \(seen)")
    precondition(live.allSatisfy { nodes[Int($0.index)].place == place }, "in slot \(place) one has a rank that stands elsewhere")
  }
}
