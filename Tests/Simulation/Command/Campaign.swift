import CivilTime

/// Many seeds in a row, on several threads; each seed for itself is a single thread of decisions.
struct Campaign: Sendable {
  private var from: UInt64 = 1
  private var seeds = 1000
  private var jobs = 2
  /// Goes on after a failure, and names each in a line.
  private var isExhaustive = false
  /// Seeds between two lines of progress.
  private static let block = 500

  init?(_ arguments: some Sequence<String>) {
    var words = Array(arguments)[...]
    while let option = words.popFirst() {
      if option == "--all" {
        isExhaustive = true
        continue
      }
      guard let value = words.popFirst().flatMap(Int.init), value >= 0 else { return nil }
      switch option {
      case "--seeds": seeds = value
      case "--from": from = UInt64(value)
      case "--jobs": jobs = max(1, value)
      default: return nil
      }
    }
  }

  /// Stops at the first failure, unless asked for all.
  /// - Returns: true when there was none.
  func run() async -> Bool {
    let clock = ContinuousClock()
    let start = clock.now
    CrashNote.install(jobs: jobs)
    var total = Totals()
    var rest = (regressionSeeds + (0..<UInt64(seeds)).map { from + $0 })[...]
    while !rest.isEmpty, isExhaustive || total.failure == nil {
      total.add(await run(Array(rest.prefix(Self.block))))
      rest = rest.dropFirst(Self.block)
      print("\(total.seeds) seeds, \(start.duration(to: clock.now).inSeconds) s")
      flushOutput()
    }
    if isExhaustive { total.headlines.forEach { print($0) } } else if let failure = total.failure { print(failure) }
    print(total.summary(in: start.duration(to: clock.now)))
    return total.failure == nil
  }

  private func run(_ seeds: [UInt64]) async -> Totals {
    await withTaskGroup(of: Totals.self) { group in
      for job in 0..<jobs {
        group.addTask { run(seeds, every: jobs, from: job) }
      }
      return await group.reduce(into: Totals()) { $0.add($1) }
    }
  }

  private func run(_ seeds: [UInt64], every step: Int, from first: Int) -> Totals {
    var totals = Totals()
    for index in stride(from: first, to: seeds.count, by: step) where isExhaustive || totals.failure == nil {
      CrashNote.note(seed: seeds[index], job: first)
      totals.add(SeedReport(seed: seeds[index]))
    }
    return totals
  }
}
