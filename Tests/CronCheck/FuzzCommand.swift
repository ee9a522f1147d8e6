import CronOracle
import Foundation

/// Gives damaged inputs to the parser and to the reader of zone files.
struct FuzzCommand {
  private let seed: UInt64
  private let count: UInt64

  private static let countDefault: UInt64 = 1_000_000
  init(_ options: Options) throws(UsageError) {
    seed = try options.number("--seed") ?? .random(in: 0..<1 << 48)
    count = try options.number("--count") ?? Self.countDefault
    if count == 0 { throw UsageError(text: "--count must be at least 1") }
  }

  /// - Returns: true when every input was answered well.
  func run() async -> Bool {
    FuzzWorker.watch()
    CronCheck.report("cron-check fuzz: seed \(seed), \(count) texts and \(count) zone files")
    let files = HostZones.files().map(\.bytes)
    let texts = await fuzz("texts", TextSample.random, TextSample.problem)
    let zones = await fuzz("zone files", { ZoneSample.random(from: files, using: &$0) }, \.problem)
    return texts && zones
  }

  private func fuzz<Case>(
    _ name: String, _ generate: @escaping @Sendable (inout SplitMix64) -> Case, _ check: @escaping @Sendable (Case) -> String?
  ) async -> Bool {
    let start = ContinuousClock.now
    let problems = await withTaskGroup { group in
      for worker in FuzzWorker.all {
        group.addTask { worker.run(seed: seed, count: count, generate, check) }
      }
      return await group.reduce(into: [String]()) { $0 += $1 }
    }
    for problem in problems { CronCheck.report("\(name): \(problem)") }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    print(
      "fuzz: \(count) \(name) from seed \(seed), \(problems.count) problems, \(seconds.formatted(.number.precision(.fractionLength(1)))) s, "
        + "\(Int(Double(count) / seconds)) per second")
    return problems.isEmpty
  }
}
