/// All chance of a world: the same seed gives the same numbers for ever.
///
/// Source: SplitMix64, Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014).
struct Randomness: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0xd134_2543_de82_ef95 &+ 0x2545_f491_4f6c_dd1d }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  /// True in `share` of the cases, 0...1.
  mutating func chance(_ share: Double) -> Bool { Double(next() >> 11) * 0x1p-53 < share }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next().multipliedFullWidth(by: UInt64(range.count)).high)
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

  /// Any magnitude between the two is equally likely: most are short, some are long.
  mutating func duration(_ shortest: Duration, _ longest: Duration) -> Duration {
    guard shortest < longest else { return shortest }
    var top = shortest
    var doublings = 0
    while top < longest {
      top *= 2
      doublings += 1
    }
    let base = shortest * (1 << number(0...doublings - 1))
    return min(longest, base + .microseconds(number(0...Int(max(base / .microseconds(1), 1)))))
  }
}
