extension TimerWheel {
  @inlinable func place(level: Int, slot: UInt64) -> Int { level << Int(Self.slotBits) | Int(slot) }

  @inlinable func digit(_ tick: UInt64, _ level: Int) -> UInt64 { (tick >> (UInt64(level) * Self.slotBits)) & 63 }

  /// The level is that of the highest digit in which deadline and present differ; what is past stands in the present's slot.
  @inlinable func place(for deadline: UInt64) -> Int {
    let deadline = max(deadline, now)
    let difference = deadline ^ now
    let level = difference == 0 ? 0 : (63 - difference.leadingZeroBitCount) / Int(Self.slotBits)
    return place(level: level, slot: digit(deadline, level))
  }

  /// The occupied slot that comes first from the present on; nil when there is no timer.
  ///
  /// Lower levels end before higher ones begin. Slots below the present's digit are empty: what is in the past stands in the
  /// present's own slot of level 0.
  @inlinable var firstOccupiedPlace: Int? {
    for level in 0..<Self.levelCount where occupied[level] != 0 {
      return place(level: level, slot: UInt64(occupied[level].trailingZeroBitCount))
    }
    return nil
  }
}
