/// A hierarchical, hashed timer wheel (Varghese & Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987; IEEE/ACM
/// Transactions on Networking 5(6), 1997).
///
/// It knows ticks only; what a tick is, its user says. Eight levels of 64 slots:
///
/// | level | a slot spans | the level spans | with ticks of 1 ms |
/// |---|---|---|---|
/// | 0 | 1 tick | 64 ticks | 64 ms |
/// | 1 | 64 | 4 096 | 4 s |
/// | 2 | 4 096 | 2^18 | 4 min |
/// | 3 | 2^18 | 2^24 | 4.7 h |
/// | 4 | 2^24 | 2^30 | 12 days |
/// | 5 | 2^30 | 2^36 | 2 years |
/// | 6 | 2^36 | 2^42 | 139 years |
/// | 7 | 2^42 | 2^48 | 8 900 years |
///
/// A timer stands on the lowest level on which its deadline and the present differ in the slot's digit only from there
/// down, so that it moves at most seven times before it expires.
///
/// Everything is inlinable and, where it is called from outside, `public`: the compiler specialises the generic code of
/// another module only then, also within one package (measured with Swift 6.3.1; advancing took three times as long).
/// - Complexity: insert and cancel O(1); `nextDeadline` O(levels) by bitmap; `advance` O(expired + moved). When all timers
///   with a slot's earliest deadline were cancelled, `nextDeadline` ranks the slot's timers: O(timers in it) once, and O(log n)
///   for each of them from then on, until the slot is empty.
public struct TimerWheel<Payload> {
  /// Names a timer until it expires or is cancelled.
  public struct Handle: Hashable, Sendable {
    @usableFromInline let index: Int32
    /// Tells the timer from later ones in the same place.
    @usableFromInline let generation: UInt32

    @inlinable init(index: Int32, generation: UInt32) { (self.index, self.generation) = (index, generation) }
  }

  @inlinable static var none: Int32 { WheelSlot.none }
  @inlinable static var levelCount: Int { 8 }
  @inlinable static var slotBits: UInt64 { 6 }

  /// The tick up to which timers have expired; where a limit stopped `advance`, some of that tick may be left.
  @inlinable public var now: UInt64 { present }
  @inlinable public var count: Int { size }
  @usableFromInline var present: UInt64
  @usableFromInline var size = 0
  @usableFromInline var nodes: [Node] = []
  @usableFromInline var firstFree: Int32 = none
  @usableFromInline var slots: [WheelSlot]
  /// For each level, bit n tells whether slot n holds a timer.
  @usableFromInline var occupied: [UInt64]
  /// By place; empty but for slots that are ranked.
  @usableFromInline var ranks: [DeadlineHeap]

  @inlinable public init(now: UInt64 = 0) {
    present = now
    slots = [WheelSlot](repeating: WheelSlot(), count: Self.levelCount << Self.slotBits)
    occupied = [UInt64](repeating: 0, count: Self.levelCount)
    ranks = [DeadlineHeap](repeating: DeadlineHeap(), count: Self.levelCount << Self.slotBits)
  }

  /// Starts a timer. A deadline at or before `now` expires with the next `advance`, whatever its target.
  /// - Precondition: the deadline is below 2^48.
  @inlinable public mutating func insert(_ payload: Payload, at deadline: UInt64) -> Handle {
    precondition(deadline < 1 << 48, "deadline \(deadline) is not below 2^48")
    let index = allocate(payload, deadline: deadline)
    link(index, deadline: deadline)
    size += 1
    return Handle(index: index, generation: nodes[Int(index)].generation)
  }

  /// Ends a timer before its time; nil when it has expired or was cancelled before.
  @discardableResult
  @inlinable public mutating func cancel(_ handle: Handle) -> Payload? {
    let index = Int(handle.index)
    guard index < nodes.count, nodes[index].generation == handle.generation, nodes[index].place != Self.none else { return nil }
    let node = nodes[index]
    release(handle.index)
    unlink(node)
    return node.payload
  }
}

extension TimerWheel: Sendable where Payload: Sendable {}
