/// A set of the years that a cron expression can name, 1970 to 2199.
struct YearSet: Sendable {
  private var words: [4 of UInt64] = [0, 0, 0, 0]

  private static let first = Int64(CronField.year.allowed.lowerBound)
  private static let count = CronField.year.allowed.count

  init(_ items: CronItems) {
    for item in items { insert(item) }
  }

  private mutating func insert(_ item: CronItem) {
    let allowed = CronField.year.allowed
    switch item {
    case .every(let step): insert(from: allowed.lowerBound, through: allowed.upperBound, step: step)
    case .value(let year): insert(from: year, through: year, step: 1)
    case .from(let year, let step): insert(from: year, through: allowed.upperBound, step: step)
    case .range(let low, let high, let step): insert(from: low, through: high, step: step)
    default: preconditionFailure("\(item) is not an item of the year field")
    }
  }

  private mutating func insert(from low: Int, through high: Int, step: Int) {
    for year in stride(from: low, through: high, by: step) {
      let index = year - Int(Self.first)
      words[index / 64] |= 1 << UInt64(index % 64)
    }
  }

  func contains(_ year: Int64) -> Bool {
    let index = year - Self.first
    guard 0..<Int64(Self.count) ~= index else { return false }
    return words[Int(index / 64)] >> UInt64(index % 64) & 1 == 1
  }

  /// The first member at or after `year`.
  func first(from year: Int64) -> Int64? {
    var candidate = max(year, Self.first)
    while candidate < Self.first + Int64(Self.count) {
      if contains(candidate) { return candidate }
      candidate += 1
    }
    return nil
  }

  /// The last member at or before `year`.
  func last(through year: Int64) -> Int64? {
    var candidate = min(year, Self.first + Int64(Self.count) - 1)
    while candidate >= Self.first {
      if contains(candidate) { return candidate }
      candidate -= 1
    }
    return nil
  }

  var members: [Int64] {
    (Self.first..<Self.first + Int64(Self.count)).filter(contains)
  }
}
