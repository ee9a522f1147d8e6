extension TimerWheel {
  /// Checks that every timer stands where it belongs and that the summaries agree with the lists; stops with the values
  /// otherwise. For tests: O(timers).
  package func checkInvariants() {
    var seen = 0
    for place in slots.indices { seen += checkSlot(place) }
    precondition(seen == count, "\(seen) timers stand in slots, \(count) are counted")
  }

  private func checkSlot(_ place: Int) -> Int {
    var (index, previous, seen, earliest) = (slots[place].first, Self.none, 0, Self.noDeadline)
    while index != Self.none {
      let node = nodes[Int(index)]
      precondition(Int(node.place) == place, "timer \(index) stands in \(place) and says \(node.place)")
      precondition(node.previous == previous, "timer \(index) follows \(previous) and says \(node.previous)")
      precondition(
        self.place(for: node.deadline) == place,
        "deadline \(node.deadline) at \(now) belongs in \(self.place(for: node.deadline)), not \(place)")
      earliest = min(earliest, node.deadline)
      (previous, index, seen) = (index, node.next, seen + 1)
    }
    precondition(slots[place].last == previous, "slot \(place) ends with \(slots[place].last), its list with \(previous)")
    precondition(slots[place].earliest <= earliest, "slot \(place) promises \(slots[place].earliest), holds \(earliest)")
    precondition(
      slots[place].isStale || slots[place].earliest == earliest,
      "slot \(place) says exactly \(slots[place].earliest), holds \(earliest)")
    let bit = occupied[place >> Int(Self.slotBits)] >> UInt64(place & 63) & 1
    precondition((bit == 1) == (seen > 0), "slot \(place) holds \(seen) timers, its bit is \(bit)")
    return seen
  }
}
