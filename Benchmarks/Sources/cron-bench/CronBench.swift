import CAllocations
import CivilTime
import Cron
import Glibc

/// Carillon's side of the comparison. `compare.py` runs it beside the peers, which take the same `check` and `speed` commands.
@main
struct CronBench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.count) {
    case ("check", 2): try check(path: arguments[1])
    case ("speed", 5): try speed(path: arguments[1], zone: arguments[2], mode: arguments[3], seconds: arguments[4])
    case ("allocations", 3): try allocations(path: arguments[1], zone: arguments[2])
    case ("refusals", 1): try refusals()
    default: throw Failure.usage
    }
  }

  /// One line for each pattern: the sum of its chain's fires in UTC, in seconds since 1970. Peers that agree print the same.
  private static func check(path: String) throws {
    for expression in try ParsedWorkload(path: path, zone: "UTC").expressions {
      var sum: Int64 = 0
      _ = Evaluation.chain(expression) { sum += $0.secondsSinceEpoch }
      print(sum)
    }
  }

  /// Goes over all patterns until the time is up, and prints `evaluations seconds`: processor time, which other programs do not stretch.
  private static func speed(path: String, zone: String, mode: String, seconds: String) throws {
    guard let evaluation = Evaluation(rawValue: mode), let limit = Double(seconds) else { throw Failure.usage }
    let workload = try ParsedWorkload(path: path, zone: zone)
    let start = processorTime()
    var evaluations = 0
    var passed = Duration.zero
    while passed < .seconds(limit) {
      evaluations += try evaluation.run(workload)
      passed = processorTime() - start
    }
    print(evaluations, passed / .seconds(1))
  }

  /// What this thread has spent computing.
  private static func processorTime() -> Duration {
    var time = timespec()
    precondition(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0, "the thread's clock cannot be read: error \(errno)")
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// Prints `allocations evaluations` of one pass of chains.
  private static func allocations(path: String, zone: String) throws {
    let workload = try ParsedWorkload(path: path, zone: zone)
    // The first pass makes what is made once per process.
    _ = try Evaluation.chained.run(workload)
    let before = carillon_allocation_count()
    let evaluations = try Evaluation.chained.run(workload)
    let allocations = carillon_allocation_count() - before
    print(allocations, evaluations)
  }

  /// Expressions that no date satisfies. Listed years are looked at one by one.
  private static let impossible = [
    "0 0 30 2 *", "0 0 31 2,4,6,9,11 *", "0 0 0 31 4,6 ? 1970-2199", "0 0 0 29 2 +MON 2001-2004", "0 0 0 L-30 2 ? 1970-2199",
  ]

  /// Prints `microseconds pattern` for each impossible one: parsing it and making the error that refuses it, for the first time.
  private static func refusals() throws {
    let clock = ContinuousClock()
    for pattern in impossible {
      let start = clock.now
      let error = try CronExpression(parsing: pattern).neverFiresError
      let passed = start.duration(to: clock.now)
      guard error != nil else { throw Failure.accepted(pattern) }
      print(passed.microseconds, pattern)
    }
  }
}
